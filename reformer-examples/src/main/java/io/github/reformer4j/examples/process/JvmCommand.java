package io.github.reformer4j.examples.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The command that starts a JVM with the class path and flags of this one; lists may be added to. */
public final class JvmCommand {

    /** Agents of this JVM would measure with another. */
    private static final Predicate<String> AGENT =
            Pattern.compile("-javaagent:.*|-agentlib:.*").asMatchPredicate();

    private static final Predicate<String> HEAP =
            Pattern.compile("-Xm[snx].*|-XX:\\+Use\\w+GC").asMatchPredicate();

    private JvmCommand() {}

    /** Java and the flags. */
    public static List<String> java() {
        return java(AGENT);
    }

    /** Java and the flags but for those of heap and collector, which the process gets values of its own for. */
    public static List<String> javaWithoutHeap() {
        return java(AGENT.or(HEAP));
    }

    private static List<String> java(Predicate<String> left) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(left);
        return command;
    }

    /** The class path and the main class, which arguments may follow. */
    public static List<String> main(Class<?> main) {
        return List.of("-cp", System.getProperty("java.class.path"), main.getName());
    }
}
