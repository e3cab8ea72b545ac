package io.github.reformer4j.zoo;

import io.github.reformer4j.zoo.download.FetchListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fetches in a process of its own, which can be killed, and to which the system can refuse things. */
final class FetchProcess {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path said;

    private FetchProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Exit codes: 0 done, 2 with a sentence. */
    public static void main(String[] arguments) {
        FetchListener listener = new FetchListener() {
            @Override
            public void note(String sentence) {
                System.err.println(sentence);
            }
        };
        Zoo zoo = Zoo.builder()
                .index(Path.of(arguments[0]))
                .cache(Path.of(arguments[1]))
                .listener(listener)
                .build();
        try {
            zoo.fetch("test/tiny");
        } catch (RuntimeException failure) {
            System.err.println(failure.getMessage());
            System.exit(2);
        }
    }

    static FetchProcess start(Path said, Path index, Path cache) throws IOException {
        return start(List.of(), said, index, cache);
    }

    /** One that cannot write a file larger than this, as if the disk were full. */
    static FetchProcess startLimited(int kilobytes, Path said, Path index, Path cache) throws IOException {
        return start(
                List.of("bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "limited"), said, index, cache);
    }

    private static FetchProcess start(List<String> before, Path said, Path index, Path cache) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FetchProcess.class.getName(),
                index.toString(),
                cache.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        return new FetchProcess(process, said);
    }

    /** Waits until a file has so many bytes, or the process is gone. */
    void untilSize(Path file, long bytes) throws IOException, InterruptedException {
        while (process.isAlive() && (!Files.exists(file) || Files.size(file) < bytes)) {
            Thread.sleep(5);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
        return process.exitValue();
    }

    String said() throws IOException {
        return Files.readString(said);
    }
}
