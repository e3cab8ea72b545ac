package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, at which sizes.
 *
 * @param shape of layers and models
 * @param lengths of sequences, for attention
 * @param tokens of a batch, up to that length; longer sequences come alone
 * @param exactLimit longest sequence for which exact attention runs
 * @param peerLimit longest sequence for Deeplearning4j's attention, where peers run
 * @param peerContextLimit longest context behind which a peer generates
 * @param rounds of hashing, at the length {@code tokens}
 * @param layers of the model whose training step and generation are measured
 * @param depths numbers of layers
 * @param contexts tokens before those that are generated
 * @param generated tokens of a repetition
 * @param repetitions that are timed
 * @param warmUpSeconds of each case before
 * @param memoryLimit MiB of a process with a network of Deeplearning4j
 */
public record BenchSettings(
        Shape shape,
        List<Integer> lengths,
        int tokens,
        int exactLimit,
        int peerLimit,
        int peerContextLimit,
        List<Integer> rounds,
        int layers,
        List<Integer> depths,
        List<Integer> contexts,
        int generated,
        int repetitions,
        double warmUpSeconds,
        int memoryLimit) {

    /** The longest sequence that positions are made for, less what is generated behind it. */
    private static final int LONGEST = 1 << 16;

    private static final int LEAST_MEMORY = 768;

    public BenchSettings {
        require(
                lengths.stream().allMatch(length -> length > 0 && length <= LONGEST),
                "--lengths must lie between 1 and %d, got %s",
                LONGEST,
                lengths);
        require(!lengths.isEmpty(), "--lengths must name at least one length, got none");
        require(exactLimit >= 0, "--exact-limit must not be negative (0: no exact attention), got %d", exactLimit);
        require(peerLimit >= 0, "--peer-limit must not be negative (0: not at all), got %d", peerLimit);
        require(
                peerContextLimit >= 0,
                "--peer-context-limit must not be negative (0: not at all), got %d",
                peerContextLimit);
        require(
                memoryLimit >= LEAST_MEMORY,
                "--memory-limit must be %d MiB or more, which the JVM itself takes, got %d",
                LEAST_MEMORY,
                memoryLimit);
        require(repetitions > 0, "--repetitions must be positive, got %d", repetitions);
        lengths = lengths.stream().sorted().distinct().toList();
    }

    /** The sizes of the figures: about ten minutes. */
    public static BenchSettings usual() {
        return new BenchSettings(
                Shape.USUAL,
                List.of(1024, 2048, 4096, 8192, 16384, 32768, 65536),
                16384,
                16384,
                1024,
                4096,
                List.of(1, 2, 4, 8),
                6,
                List.of(3, 6, 12),
                List.of(1024, 4096, 16384, 65536),
                64,
                5,
                0.3,
                4096);
    }

    /** Sizes that say nothing about speed: to see that everything runs. */
    public static BenchSettings quick() {
        return new BenchSettings(
                Shape.QUICK,
                List.of(64, 256),
                256,
                256,
                256,
                256,
                List.of(1, 2),
                2,
                List.of(1, 2),
                List.of(64, 256),
                8,
                5,
                0.0,
                4096);
    }

    /** The same with what an option says; null leaves it as it is. */
    public BenchSettings with(
            @Nullable List<Integer> newLengths,
            @Nullable Integer newExactLimit,
            @Nullable Integer newPeerLimit,
            @Nullable Integer newPeerContextLimit,
            @Nullable Integer newRepetitions) {
        return new BenchSettings(
                shape,
                newLengths == null ? lengths : newLengths,
                tokens,
                newExactLimit == null ? exactLimit : newExactLimit,
                newPeerLimit == null ? peerLimit : newPeerLimit,
                newPeerContextLimit == null ? peerContextLimit : newPeerContextLimit,
                rounds,
                layers,
                depths,
                contexts,
                generated,
                newRepetitions == null ? repetitions : newRepetitions,
                warmUpSeconds,
                memoryLimit);
    }

    /** The same with another limit for a process with a network of Deeplearning4j, in MiB; null leaves it as it is. */
    public BenchSettings withMemoryLimit(@Nullable Integer limit) {
        return new BenchSettings(
                shape,
                lengths,
                tokens,
                exactLimit,
                peerLimit,
                peerContextLimit,
                rounds,
                layers,
                depths,
                contexts,
                generated,
                repetitions,
                warmUpSeconds,
                limit == null ? memoryLimit : limit);
    }

    /** Sequences of a batch of this length. */
    int batch(int length) {
        return Math.max(1, tokens / length);
    }

    /** Turns of cases that take a process each. */
    int turnsOfProcesses() {
        return Math.min(repetitions, shape.equals(Shape.QUICK) ? 1 : 3);
    }

    /** How cases are run. */
    InTurn turns() {
        return new InTurn(repetitions, warmUpSeconds);
    }
}
