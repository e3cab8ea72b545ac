package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.examples.process.Ended;
import io.github.reformer4j.examples.process.JvmCommand;
import java.io.IOException;
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
        Ended process = Ended.of(new ProcessBuilder(command));
        Optional<NetworkRun> run = process.code() == 0 ? NetworkRun.parse(process.output()) : Optional.empty();
        requireState(
                run.isPresent() || isOutOfMemory(process.code(), process.output()),
                "the process of %s at %d steps ended with code %d and printed: %s",
                kind.shown(),
                length,
                process.code(),
                process.output());
        return run;
    }

    static boolean isOutOfMemory(int code, String output) {
        return DEADLY.contains(code) || (code != 0 && SAID.matcher(output).find());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("prlimit", "--data=" + (limit << 20), "--core=0"));
        command.addAll(JvmCommand.javaWithoutHeap());
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        command.add("-XX:+SuppressFatalErrorMessage"); // a JVM that gets no memory would leave a file about it
        command.addAll(List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        command.addAll(JvmCommand.main(NetworkStep.class));
        return command;
    }
}
