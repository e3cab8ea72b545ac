package io.github.reformer4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One-hot inputs and the identity as values make attention give its weights as its output: those must be ours. */
class HeadWeightsTest {

    private static final int LENGTH = 24;

    private final INDArray x =
            Nd4j.eye(LENGTH).castTo(DataType.DOUBLE).reshape(1, LENGTH, LENGTH).dup('c');
    private final Weights weights = Weights.of(Map.of(
            "query_key.weight",
            Initializer.normal(1.0).create(DataType.DOUBLE, 7, LENGTH, LENGTH),
            "value.weight",
            Nd4j.eye(LENGTH).castTo(DataType.DOUBLE)));

    @AfterEach
    void free() {
        weights.close();
        x.close();
    }

    private double[][] attention(Block block, Step step) {
        try (INDArray y = block.forward(x, weights, step)) {
            return y.slice(0).toDoubleMatrix();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1, false", "true, 3, false", "false, 2, false", "true, 3, true"})
    void weightsAreThoseOfTheLayers(boolean causal, int rounds, boolean refined) {
        LshAttentionConfig config = new LshAttentionConfig(
                LENGTH,
                1,
                LENGTH,
                Buckets.of(4),
                rounds,
                5,
                1,
                0,
                causal,
                0.0,
                Semantics.PAPER,
                refined,
                refined,
                5,
                List.of());
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        double[][] hashed = attention(config.toBlock(), Step.inference(3).withRecorder(recorder));
        double[][] exact =
                attention(new FullAttentionConfig(LENGTH, 1, LENGTH, causal, true, 0.0).toBlock(), Step.inference(3));

        RecordedAttention entry = recorder.entries().get(0);
        HeadWeights ours = new HeadWeights(entry, 0);
        HeadWeights.Sight sight = ours.sight(0, rounds);
        for (int query = 0; query < LENGTH; query++) {
            assertThat(ours.exact(query)).containsExactly(exact[query], within(1e-10));
            assertThat(ours.hashed(query, sight)).containsExactly(hashed[query], within(1e-10));
            boolean[] seen = ours.seen(query, sight);
            for (int key = 0; key < LENGTH; key++) {
                assertThat(seen[key]).isEqualTo(key != query && hashed[query][key] > 0.0);
            }
        }
    }
}
