package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.Finite;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The borders of what attention is asked for, fused against the portable twin. */
class AttentionEdgesTest {

    private static final int CHUNK = 8;
    private static final int DEPTH = 12;

    @AfterEach
    void chooseAutomatically() {
        Kernels.use(Kernels.Choice.AUTOMATIC);
    }

    /** Chunked for every length, so that no exact attention hides the borders. */
    static Stream<BlockConfig> kinds() {
        return Stream.of(
                lsh(1, 0, true, Semantics.PAPER, List.of()),
                lsh(1, 1, false, Semantics.PAPER, List.of()),
                lsh(1, 1, false, Semantics.REFERENCE, List.of()),
                lsh(1, 0, true, Semantics.REFERENCE, List.of(0.0, 0.0)),
                local(1, 0, true, Semantics.PAPER),
                local(1, 1, false, Semantics.REFERENCE),
                local(1, 1, false, Semantics.PAPER),
                new FullAttentionConfig(DEPTH, 2, 6, true, false, 0.0),
                new FullAttentionConfig(DEPTH, 2, 6, false, true, 0.0));
    }

    private static LshAttentionConfig lsh(
            int before, int after, boolean causal, Semantics semantics, List<Double> headMask) {
        return new LshAttentionConfig(
                DEPTH, 2, 6, Buckets.of(4), 2, CHUNK, before, after, causal, 0.0, semantics, false, false, 0, headMask);
    }

    private static LocalAttentionConfig local(int before, int after, boolean causal, Semantics semantics) {
        return new LocalAttentionConfig(DEPTH, 2, 6, CHUNK, before, after, causal, 0.0, semantics, 0);
    }

    private static void compare(
            BlockConfig config, int batch, int length, @org.jspecify.annotations.Nullable PaddingMask mask) {
        for (Kernels.Choice choice : List.of(Kernels.Choice.CPU, Kernels.Choice.CPU_PLAIN)) {
            FusedAttentionTest.compare(config, new long[] {batch, length, DEPTH}, mask, choice);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void oneToken(BlockConfig config) {
        compare(config, 1, 1, null);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aChunkLongerThanTheSequence(BlockConfig config) {
        compare(config, 2, CHUNK - 3, null);
    }

    /** Each sees the other on both sides. */
    @ParameterizedTest
    @MethodSource("kinds")
    void twoChunks(BlockConfig config) {
        compare(config, 2, 2 * CHUNK, null);
        compare(config, 2, 2 * CHUNK - 1, null);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRowOfPaddingAloneBesideOthers(BlockConfig config) {
        int length = 3 * CHUNK + 1;
        boolean[][] tokens = new boolean[4][length];
        for (int i = 0; i < length; i++) {
            tokens[0][i] = false;
            tokens[1][i] = i == length - 1;
            tokens[2][i] = i % 2 == 0;
            tokens[3][i] = true;
        }
        compare(config, 4, length, PaddingMask.of(tokens));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aBatchOfPaddingAlone(BlockConfig config) {
        compare(config, 1, CHUNK + 2, PaddingMask.of(new boolean[1][CHUNK + 2]));
    }

    /** What is not finite in any input must show, or a run that diverges is not noticed. */
    @ParameterizedTest
    @EnumSource(
            value = Kernels.Choice.class,
            names = {"CPU", "CPU_PLAIN", "ND4J"})
    void whatIsNotFiniteShows(Kernels.Choice choice) {
        Kernels.use(choice);
        kinds().filter(config -> !(config instanceof LshAttentionConfig lsh)
                        || lsh.headMask().isEmpty())
                .forEach(config -> {
                    for (double number :
                            new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                        assertShows(config, number);
                    }
                });
    }

    private static void assertShows(BlockConfig config, double number) {
        Block block = config.toBlock();
        int length = 5 * CHUNK;
        for (int position : new int[] {0, 2 * CHUNK + 1, length - 1}) {
            Weights weights = Weights.create(block.parameters(), DataType.FLOAT, 1);
            try (Gradients gradients = Gradients.of(weights);
                    INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, 2, 1, length, DEPTH)) {
                x.putScalar(new int[] {0, position, 3}, number);
                try (Pass pass = block.record(x, weights, Step.training(3));
                        INDArray output = pass.takeOutput();
                        INDArray dy = output.like().addi(1.0);
                        INDArray dx = pass.backward(dy, gradients)) {
                    assertThat(Finite.all(output))
                            .as("output of %s with %s at %d", config, number, position)
                            .isFalse();
                    assertThat(Finite.all(dx))
                            .as("gradient of %s with %s at %d", config, number, position)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void theErrorFunctionOfWhatIsNoNumberComesToAnEnd() {
        assertThat(ErrorFunction.of(Double.NaN)).isNaN();
        assertThat(ErrorFunction.of(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
        assertThat(ErrorFunction.of(Double.NEGATIVE_INFINITY)).isEqualTo(-1.0);
    }

    @Test
    void morePositionsThanFloatTellsApartAreRefused() {
        long length = Visibility.MOST_POSITIONS + 1L;
        List<AttentionPlan> plans =
                List.of(new AttentionPlan.Exact(ScoreRule.of(true, false, null), new AttentionPlan.Dropout(0.0, 0)));
        try (INDArray x = Nd4j.createUninitialized(DataType.FLOAT, 1, length, 1)) {
            assertThatThrownBy(() -> new CpuAttention(new PlainLanes())
                            .forward(plans, new Inputs(x, x, x, 1), new Attended(x, x, x)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "fused attention tells 16777216 positions apart, got a sequence of 16777217; shorten it, "
                                    + "or compute with --kernels nd4j (Kernels.Choice.ND4J)");
        }
    }

    @Test
    void moreBucketsThanAnArrayHoldsAreRefused() {
        try (INDArray q = Nd4j.createUninitialized(DataType.FLOAT, 1, 1 << 20, 1);
                INDArray rotations = Nd4j.createUninitialized(DataType.FLOAT, 1, 1, 2048, 1)) {
            assertThatThrownBy(() -> new CpuAttention(new PlainLanes()).buckets(q, rotations, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "attention keeps a number for each position, head, round and sequence, 2147483639 of them "
                                    + "at most, got 2147483648; shorten the sequences or take fewer at a time");
        }
    }
}
