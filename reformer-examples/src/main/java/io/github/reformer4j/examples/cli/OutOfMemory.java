package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Memory that a command does not get, in one sentence: what was asked for and what would fit. What cannot fit into the
 * machine at all is refused before it begins, because Linux grants more than there is and then kills the process.
 */
final class OutOfMemory {

    /** What the CUDA backend says of memory of the GPU, with the GPU's number in brackets. */
    private static final String ON_GPU = "DEVICE [";

    private OutOfMemory() {}

    /** Whether an allocation failed, be it the heap's, JavaCPP's, or one of ND4J's, which are RuntimeExceptions. */
    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof OutOfMemoryError
                    || message.startsWith("Allocation failed")
                    || message.startsWith("Failed to allocate")
                    || message.contains("bad_alloc")
                    || (message.contains(ON_GPU) && message.contains("Bytes"))) {
                return true;
            }
        }
        return false;
    }

    /** Throws where a training command asks for more than the machine has. */
    static void requireRoom(CommandSpec command, long machine) {
        Optional<MemoryNeed> need = command.name().equals("train") ? MemoryNeed.of(command) : Optional.empty();
        need.ifPresent(found -> require(
                found.bytes() < machine,
                "%s, and this machine has %s; %s",
                found.asked(),
                MachineMemory.gibibytes(machine),
                found.fitting(machine * 3 / 4)));
    }

    /** The sentence for an allocation that failed in a command. */
    static String sentence(Throwable failure, CommandSpec command, long machine) {
        String where = reason(failure).contains(ON_GPU) ? " on the GPU" : "";
        String what = "there is not enough memory" + where + " (" + reason(failure) + "): ";
        String remedy = heapIsFull(failure)
                ? "; the Java heap holds "
                        + MachineMemory.gibibytes(Runtime.getRuntime().maxMemory())
                        + ", REFORMER_JAVA_OPTS=-Xmx4g makes it larger"
                : "";
        return what
                + MemoryNeed.of(command)
                        .map(need -> need.asked() + "; " + need.fitting(Math.min(machine * 3 / 4, need.bytes() / 2)))
                        .orElse("take shorter sequences, fewer at a time, or a smaller model")
                + remedy;
    }

    private static boolean heapIsFull(Throwable failure) {
        return reason(failure).contains("heap") || reason(failure).contains("array size");
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
