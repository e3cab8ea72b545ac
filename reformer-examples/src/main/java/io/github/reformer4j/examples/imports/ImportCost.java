package io.github.reformer4j.examples.imports;

import static io.github.reformer4j.check.Check.requireState;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an import cost in a process of its own, which has the flags of this one.
 *
 * @param container what the weights came from
 * @param seconds from the start of the import to the model
 * @param before bytes in RAM before, of a JVM with ND4J that has imported a small model
 * @param highest the most bytes in RAM during the import
 * @param weights bytes of the weights in memory
 * @param tokensPerSecond of generation with the model
 */
record ImportCost(String container, double seconds, long before, long highest, long weights, double tokensPerSecond) {

    /** What the process prints before its numbers. */
    static final String RESULT = "import ";

    private static final double MEBI = 1 << 20;

    /** Imports in a process. */
    static ImportCost measure(String container, Path small, Path folder, long weights, int prompt, int tokens)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent:") && !flag.startsWith("-agentlib:"))
                .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ImportRun.class.getName()));
        command.addAll(List.of(small.toString(), folder.toString(), String.valueOf(prompt), String.valueOf(tokens)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        requireState(
                code == 0 && output.contains(RESULT),
                "the process that imports ended with code %d and printed: %s",
                code,
                output);
        String[] numbers = output.substring(output.lastIndexOf(RESULT) + RESULT.length())
                .strip()
                .split(" ", -1);
        return new ImportCost(
                container,
                Double.parseDouble(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                weights,
                Double.parseDouble(numbers[3]));
    }

    static String head() {
        return "| container | seconds | weights MiB | RAM before MiB | RAM at most MiB | taken / weights | all / weights "
                + "| tokens / s |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
    }

    /** A row of the table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.1f |",
                container,
                seconds,
                weights / MEBI,
                before / MEBI,
                highest / MEBI,
                (highest - before) / (double) weights,
                highest / (double) weights,
                tokensPerSecond);
    }
}
