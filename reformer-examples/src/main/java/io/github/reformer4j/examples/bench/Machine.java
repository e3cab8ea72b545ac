package io.github.reformer4j.examples.bench;

import io.github.reformer4j.kernel.provider.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What figures were measured on: they mean nothing without. */
final class Machine {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Machine() {}

    /**
     * Lines in Markdown.
     *
     * @param backend the start line of the backend
     */
    static String describe(String backend) {
        return String.format(
                Locale.ROOT,
                "- machine: %d cores%s, Java %s, %s%n- %s%n- %s%n- commit: %s%n",
                Runtime.getRuntime().availableProcessors(),
                model().map(name -> ", " + name).orElse(""),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                backend,
                Kernels.current().describe(),
                commit().orElse("unknown, no git here"));
    }

    private static Optional<String> model() {
        if (!Files.isReadable(CPU)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> commit() {
        return git("rev-parse", "--short", "HEAD")
                .map(hash -> hash
                        + git("status", "--porcelain", "--untracked-files=no")
                                .filter(changes -> !changes.isEmpty())
                                .map(changes -> ", with changes")
                                .orElse(""));
    }

    /** What git prints; empty where there is no git or no checkout. */
    private static Optional<String> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
