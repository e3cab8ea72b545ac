package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.Finite;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fused kernels against those of ND4J's operations, outputs and gradients, at awkward sizes. */
class FusedAttentionTest {

    /** Of the greatest magnitude of the output, or of all gradients. */
    private static final double TOLERANCE = 2e-5;

    private static final long SEED = 11;

    @AfterEach
    void chooseAutomatically() {
        Kernels.use(Kernels.Choice.AUTOMATIC);
    }

    static Stream<String> kinds() {
        return Stream.of("lsh", "lsh-ahead", "lsh-reference", "lsh-refined", "local", "local-ahead", "full", "shared");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreesWithTheTwinAtAwkwardSizes(String kind) {
        for (int length : new int[] {1, 7, 8, 9, 23, 64, 65, 97, 131}) {
            compare(config(kind, 8, 0.0), new long[] {2, length, 12}, null, Kernels.Choice.CPU);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreesInPlainLoops(String kind) {
        for (int length : new int[] {9, 97}) {
            compare(config(kind, 8, 0.0), new long[] {2, length, 12}, null, Kernels.Choice.CPU_PLAIN);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreesWithPadding(String kind) {
        for (int length : new int[] {9, 64, 97}) {
            compare(config(kind, 8, 0.0), new long[] {3, length, 12}, padding(3, length), Kernels.Choice.CPU);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreesWithDropout(String kind) {
        compare(config(kind, 8, 0.3), new long[] {2, 97, 12}, null, Kernels.Choice.CPU);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 64, 67})
    void agreesForEveryChunkLength(int chunk) {
        compare(config("lsh", chunk, 0.0), new long[] {1, 259, 12}, null, Kernels.Choice.CPU);
        compare(config("local", chunk, 0.0), new long[] {1, 259, 12}, null, Kernels.Choice.CPU);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 33, 64, 128})
    void agreesForEveryHeadSize(int headSize) {
        LshAttentionConfig lsh = LshAttentionConfig.of(24, 2, headSize, 16).withRounds(2);
        compare(lsh, new long[] {1, 150, 24}, null, Kernels.Choice.CPU);
        FullAttentionConfig full = new FullAttentionConfig(24, 2, headSize, true, false, 0.0);
        compare(full, new long[] {1, 150, 24}, null, Kernels.Choice.CPU);
    }

    /** Where threads share heads, and several stretches and tiles meet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreesWhereSeveralThreadsShareAHead(boolean causal) {
        compare(new FullAttentionConfig(8, 1, 8, causal, true, 0.0), new long[] {1, 2200, 8}, null, Kernels.Choice.CPU);
        LshAttentionConfig lsh = LshAttentionConfig.of(8, 1, 8, 16)
                .withRounds(3)
                .withCausal(causal)
                .withBuckets(Buckets.of(4, 6, 2));
        compare(lsh, new long[] {1, 2200, 8}, null, Kernels.Choice.CPU);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kernels.Choice.class,
            names = {"CPU", "CPU_PLAIN"})
    void bucketsAreThoseOfTheTwin(Kernels.Choice choice) {
        LshAttentionConfig config =
                LshAttentionConfig.of(12, 3, 17, 8).withRounds(3).withBuckets(Buckets.of(6, 4, 10));
        Map<String, int[]> twin = buckets(config, Kernels.Choice.ND4J);
        assertThat(buckets(config, choice).get("")).isEqualTo(twin.get(""));
    }

    private static Map<String, int[]> buckets(LshAttentionConfig config, Kernels.Choice choice) {
        Kernels.use(choice);
        Block block = config.toBlock();
        Weights weights = Weights.create(block.parameters(), DataType.FLOAT, SEED);
        Step step = Step.training(SEED);
        INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, SEED, 2, 201, 12);
        block.forward(x, weights, step);
        return java.util.Objects.requireNonNull(step.assignments()).byPath();
    }

    private static BlockConfig config(String kind, int chunk, double dropout) {
        LshAttentionConfig lsh = LshAttentionConfig.of(12, 2, 6, chunk)
                .withRounds(2)
                .withDropout(dropout)
                .withBuckets(Buckets.of(4));
        return switch (kind) {
            case "lsh" -> lsh;
            case "lsh-ahead" -> lsh(lsh, 1, 1, false, Semantics.PAPER, false);
            case "lsh-reference" -> lsh(lsh, 1, 0, true, Semantics.REFERENCE, false);
            case "lsh-refined" -> lsh(lsh, 1, 0, true, Semantics.PAPER, true);
            case "local" -> local(chunk, 1, 0, true, dropout, Semantics.PAPER);
            case "local-ahead" -> local(chunk, 2, 1, false, dropout, Semantics.REFERENCE);
            case "full" -> new FullAttentionConfig(12, 2, 6, false, false, dropout);
            default -> new FullAttentionConfig(12, 2, 6, true, true, dropout);
        };
    }

    private static LocalAttentionConfig local(
            int chunk, int before, int after, boolean causal, double dropout, Semantics semantics) {
        return new LocalAttentionConfig(12, 2, 6, chunk, before, after, causal, dropout, semantics, chunk);
    }

    private static LshAttentionConfig lsh(
            LshAttentionConfig from, int before, int after, boolean causal, Semantics semantics, boolean refined) {
        return new LshAttentionConfig(
                from.inputSize(),
                from.heads(),
                from.headSize(),
                from.buckets(),
                from.rounds(),
                from.chunkLength(),
                before,
                after,
                causal,
                from.dropout(),
                semantics,
                refined,
                refined,
                from.chunkLength(),
                List.of(0.5, 2.0));
    }

    private static PaddingMask padding(int batch, int length) {
        boolean[][] tokens = new boolean[batch][length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                boolean first = row == 0;
                tokens[row][i] = first ? i < length - 5 : row == 1 ? i >= 3 : i % 7 != 2;
            }
        }
        return PaddingMask.of(tokens);
    }

    /** Fails unless a choice of kernels gives finite numbers, and those of the twin. */
    static void compare(
            BlockConfig config,
            long[] shape,
            @org.jspecify.annotations.Nullable PaddingMask mask,
            Kernels.Choice choice) {
        Block block = config.toBlock();
        Weights weights = Weights.create(block.parameters(), DataType.FLOAT, SEED);
        weights.all().values().forEach(weight -> weight.muli(20.0));
        INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, CounterRandom.derive(SEED, "x"), shape);
        Step step = Step.training(SEED).withMask(mask);
        Map<String, INDArray> twin = evaluate(block, x, weights, step, Kernels.Choice.ND4J);
        Map<String, INDArray> fused = evaluate(block, x, weights, step, choice);
        // Of all gradients together: where softmax has one key alone, some are nothing but rounding.
        double greatestOfGradients = twin.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("output"))
                .mapToDouble(entry -> greatest(entry.getValue()))
                .max()
                .orElseThrow();
        fused.forEach((name, array) -> {
            INDArray expected = java.util.Objects.requireNonNull(twin.get(name));
            double scale = name.equals("output") ? greatest(expected) : greatestOfGradients;
            assertThat(Finite.all(array)).as("%s is finite", name).isTrue();
            assertThat(greatest(expected.sub(array)))
                    .as("%s of %s at length %d", name, config, shape[1])
                    .isLessThanOrEqualTo(tolerance(config) * scale);
        });
    }

    /**
     * A key of one number is normalised to 1 or −1, so that the gradient through it is a difference of equal terms: what is
     * left is their rounding, divided by a query that may be small.
     */
    private static double tolerance(BlockConfig config) {
        return config instanceof LshAttentionConfig lsh && lsh.headSize() == 1 ? 4.0 * TOLERANCE : TOLERANCE;
    }

    private static double greatest(INDArray array) {
        return array.amaxNumber().doubleValue();
    }

    /** Output, gradient of the input and gradients of the weights. */
    static Map<String, INDArray> evaluate(Block block, INDArray x, Weights weights, Step step, Kernels.Choice choice) {
        Kernels.use(choice);
        Map<String, INDArray> results = new LinkedHashMap<>();
        Gradients gradients = Gradients.of(weights);
        try (Pass pass = block.record(x, weights, step)) {
            results.put("output", pass.output().dup('c'));
            INDArray dy = Initializer.normal(1.0)
                    .create(DataType.FLOAT, SEED + 1, pass.output().shape());
            results.put("dx", pass.backward(dy, gradients));
        }
        results.putAll(gradients.all());
        return results;
    }
}
