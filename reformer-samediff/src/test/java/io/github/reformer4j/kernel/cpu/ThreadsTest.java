package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the number of threads may change: nothing in attention, and the rounding of sums over rows. */
class ThreadsTest {

    private static final int MOST_THREADS = 8;

    /** Of the greatest magnitude of a sum. */
    private static final double ROUNDING = 5e-6;

    private static final String OUTPUT = "output";
    private static final String INPUT_GRADIENT = "dx";

    private final int before = Workers.threads();

    /** Blocks, long enough for stretches, tiles and stripes of their own. */
    enum Kind {
        LSH(LshAttentionConfig.of(16, 2, 8, 16).withRounds(3).withBuckets(Buckets.of(4, 4)), 700),
        LSH_WITH_DROPOUT(LshAttentionConfig.of(16, 2, 8, 16).withRounds(2).withDropout(0.2), 300),
        LOCAL(new LocalAttentionConfig(16, 2, 8, 16, 1, 1, false, 0.0, Semantics.PAPER, 0), 700),
        EXACT_BY_HEADS(new FullAttentionConfig(16, 4, 4, true, false, 0.0), 300),
        EXACT_IN_SHARED_HEADS(new FullAttentionConfig(16, 1, 16, true, true, 0.0), 2100),
        FEED_FORWARD(new FeedForwardConfig(16, 40, Activation.GELU, 0, 0.1), 700),
        NORM(new LayerNormConfig(16, 1e-12), 700);

        @SuppressWarnings("ImmutableEnumChecker") // configurations are records of values
        private final BlockConfig config;

        private final int length;

        Kind(BlockConfig config, int length) {
            this.config = config;
            this.length = length;
        }
    }

    @BeforeEach
    void fuse() {
        Kernels.use(Kernels.Choice.CPU);
    }

    @AfterEach
    void restore() {
        Workers.useThreads(before);
        Kernels.use(Kernels.Choice.AUTOMATIC);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void outputsAndInputGradientsAreTheSameToTheBit(Kind kind) {
        Map<String, float[]> alone = evaluate(kind, 1);
        for (int threads = 2; threads <= MOST_THREADS; threads++) {
            Map<String, float[]> together = evaluate(kind, threads);
            for (String name : List.of(OUTPUT, INPUT_GRADIENT)) {
                assertThat(together.get(name))
                        .as("%s of %s with %d threads", name, kind, threads)
                        .containsExactly(alone.get(name));
            }
            together.forEach((name, values) -> assertClose(name, values, Objects.requireNonNull(alone.get(name))));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyRunWithAsManyThreadsIsTheSameToTheBit(Kind kind) {
        for (int threads : new int[] {1, 3, MOST_THREADS}) {
            assertSame(evaluate(kind, threads), evaluate(kind, threads));
        }
    }

    @Test
    void theLossIsTheSameInEveryRunAndToRoundingForOtherThreads() {
        double alone = loss(1);
        for (int threads = 2; threads <= MOST_THREADS; threads++) {
            double together = loss(threads);
            assertThat(loss(threads)).isEqualTo(together);
            assertThat(Math.abs(together / alone - 1.0)).isLessThan(ROUNDING);
        }
    }

    private static double loss(int threads) {
        Workers.useThreads(threads);
        ChunkedCrossEntropyConfig config = new ChunkedCrossEntropyConfig(16, 31, 64, 0.5);
        Weights weights = Weights.create(config.toLoss().parameters(), DataType.FLOAT, 2);
        try (INDArray x = random("x", 1, 700, 16)) {
            int[] labels = IntStream.range(0, 700).map(i -> i % 31).toArray();
            return config.toLoss().loss(x, labels, weights).sum();
        }
    }

    /** A caller in a pool of threads must not wait for threads of that pool. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void callersInPoolsGetTheSame(Kind kind) throws Exception {
        Map<String, float[]> alone = evaluate(kind, 3);
        ForkJoinPool small = new ForkJoinPool(2);
        try {
            List<Map<String, float[]>> inPool = small.submit(() -> IntStream.range(0, 6)
                            .parallel()
                            .mapToObj(i -> evaluate(kind, 3))
                            .toList())
                    .get();
            Stream.concat(inPool.stream(), Stream.of(evaluate(kind, 3))).forEach(found -> assertSame(found, alone));
        } finally {
            small.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anInterruptedThreadGetsTheSameAndKeepsItsInterrupt(Kind kind) {
        Map<String, float[]> undisturbed = evaluate(kind, 3);
        Thread.currentThread().interrupt();
        Map<String, float[]> interrupted = evaluate(kind, 3);
        assertThat(Thread.interrupted()).isTrue();
        assertSame(interrupted, undisturbed);
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, values) -> assertThat(values).as(name).containsExactly(expected.get(name)));
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        double scale = 1e-30;
        double difference = 0.0;
        for (int i = 0; i < actual.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        assertThat(difference / scale).as(name).isLessThan(ROUNDING);
    }

    private static Map<String, float[]> evaluate(Kind kind, int threads) {
        Workers.useThreads(threads);
        Block block = kind.config.toBlock();
        Map<String, float[]> results = new LinkedHashMap<>();
        Weights weights = Weights.create(block.parameters(), DataType.FLOAT, 2);
        try (Gradients gradients = Gradients.of(weights);
                INDArray x = random("x", 1, kind.length, 16);
                INDArray dy = random("dy", 1, kind.length, 16);
                Pass pass = block.record(x, weights, Step.training(3));
                INDArray output = pass.takeOutput();
                INDArray dx = pass.backward(dy, gradients)) {
            results.put(OUTPUT, output.data().asFloat());
            results.put(INPUT_GRADIENT, dx.data().asFloat());
            gradients.all().forEach((name, sum) -> results.put(name, sum.data().asFloat()));
        }
        return results;
    }

    private static INDArray random(String name, long... shape) {
        return Initializer.normal(1.0).create(DataType.FLOAT, CounterRandom.derive(5, name), shape);
    }
}
