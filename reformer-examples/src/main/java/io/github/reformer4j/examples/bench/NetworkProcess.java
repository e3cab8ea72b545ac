package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.requireState;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs {@link NetworkStep} in a JVM of its own, which the system lets take so much memory and no more: what is too much fails
 * there and not here.
 *
 * @param limit in MiB, for heap, code and native memory together
 */
record NetworkProcess(long limit) {

    /** Flags that the process gets values of its own for, and agents, which would measure with it. */
    private static final Pattern REPLACED = Pattern.compile("-Xm[snx].*|-XX:\\+Use\\w+GC|-javaagent:.*|-agentlib:.*");

    /** How a JVM ends, or what it says, that got no memory: aborted, killed, or a native crash on a null pointer. */
    private static final List<Integer> DEADLY = List.of(134, 137, 139);

    private static final Pattern SAID =
            Pattern.compile("OutOfMemory|bad_alloc|insufficient memory|[Aa]llocation failed|[Ff]ailed to allocate");

    /**
     * A step; nothing where the limit was too low for it.
     *
     * @throws IllegalStateException where the process fails for another reason, with what it printed
     */
    Optional<NetworkRun> run(String sizes, NetworkKind kind, int length, double warmUpSeconds)
            throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(sizes, kind.name(), String.valueOf(length), String.valueOf(warmUpSeconds)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        Optional<NetworkRun> run = code == 0 ? NetworkRun.parse(output) : Optional.empty();
        requireState(
                run.isPresent() || isOutOfMemory(code, output),
                "the process of %s at %d steps ended with code %d and printed: %s",
                kind.shown(),
                length,
                code,
                output);
        return run;
    }

    static boolean isOutOfMemory(int code, String output) {
        return DEADLY.contains(code) || (code != 0 && SAID.matcher(output).find());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("prlimit", "--data=" + (limit << 20), "--core=0"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> flags =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        flags.removeIf(flag -> REPLACED.matcher(flag).matches());
        command.addAll(flags);
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        command.add("-XX:+SuppressFatalErrorMessage"); // a JVM that gets no memory would leave a file about it
        command.addAll(List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NetworkStep.class.getName()));
        return command;
    }
}
