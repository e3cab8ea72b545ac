package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.testing.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recorder writes down the buckets that a layer used, and changes nothing. */
class AttentionRecorderTest {

    private static final int LENGTH = 21;
    private static final int HEADS = 2;
    private static final int DEPTH = 3;
    private static final int ROUNDS = 3;
    private static final LshAttentionConfig CONFIG = new LshAttentionConfig(
            6, HEADS, DEPTH, Buckets.of(8), ROUNDS, 4, 1, 0, true, 0.0, Semantics.PAPER, false, false, 4, List.of());

    private final Block block = CONFIG.toBlock();
    private final Weights weights = GradientCheck.weights(block.parameters(), 3);
    private final INDArray x = random(1, 2, LENGTH, 6);

    private RecordedAttention recorded(Step step) {
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        block.forward(x, weights, step.at("here").withRecorder(recorder)).close();
        assertThat(recorder.entries()).hasSize(1);
        return recorder.entries().get(0);
    }

    /** argmax([xR ; −xR]) in plain loops, [n]. */
    private static int[] hashedByHand(double[][] q, INDArray rotations, int head, int round) {
        int half = (int) rotations.size(3);
        return IntStream.range(0, q.length)
                .map(i -> {
                    double[] scores = new double[2 * half];
                    for (int s = 0; s < half; s++) {
                        for (int j = 0; j < DEPTH; j++) {
                            scores[s] += q[i][j] * rotations.getDouble(head, j, round, s);
                        }
                        scores[half + s] = -scores[s];
                    }
                    return IntStream.range(0, scores.length)
                            .reduce(0, (best, s) -> scores[s] > scores[best] ? s : best);
                })
                .toArray();
    }

    @Test
    void bucketsAndVectorsAreThoseOfHashingByHand() {
        List<INDArray> drawn = new ArrayList<>();
        Step step = Step.inference(5).withRotations((path, key, type, shape) -> {
            drawn.add(random(key, shape));
            return drawn.get(0).dup('c');
        });
        RecordedAttention entry = recorded(step);

        double[][] query = x.slice(1).mmul(weights.get("query_key.weight")).toDoubleMatrix();
        for (int head = 0; head < HEADS; head++) {
            double[][] vectors = entry.vectors(1, head);
            for (int i = 0; i < LENGTH; i++) {
                for (int j = 0; j < DEPTH; j++) {
                    assertThat(vectors[i][j]).isCloseTo(query[i][head * DEPTH + j], within(1e-12));
                }
            }
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(entry.buckets(1, head, round)).isEqualTo(hashedByHand(vectors, drawn.get(0), head, round));
            }
        }
        assertThat(entry.path()).isEqualTo("here");
        assertThat(entry.config()).isEqualTo(CONFIG);
        assertThat(List.of(entry.batch(), entry.length(), entry.bucketsPerRound()))
                .containsExactly(2, LENGTH, 8);
    }

    @Test
    void theOrderIsSortedByBucketWithinEachRound() {
        RecordedAttention entry = recorded(Step.inference(5));

        ChunkOrder all = entry.plan(0, 1).order();
        ChunkOrder second = entry.plan(0, 1, 1, 1).order();
        int[] buckets = entry.buckets(0, 1, 1);
        int places = all.chunksPerRound() * 4;
        for (int place = 0; place < LENGTH; place++) {
            int position = second.position(place);
            assertThat(position).isEqualTo(all.position(places + place));
            if (place > 0) {
                assertThat(buckets[position]).isGreaterThanOrEqualTo(buckets[second.position(place - 1)]);
            }
        }
        assertThat(all.rounds()).isEqualTo(ROUNDS);
        assertThat(second.rounds()).isEqualTo(1);
    }

    @Test
    void paddingHasABucketOfItsOwnAndNoPlace() {
        boolean[][] tokens = new boolean[2][LENGTH];
        Arrays.fill(tokens[0], true);
        Arrays.fill(tokens[1], 0, LENGTH - 5, true);
        RecordedAttention entry = recorded(Step.inference(5).withMask(PaddingMask.of(tokens)));

        assertThat(entry.buckets(1, 0, 2)).endsWith(8, 8, 8, 8, 8).doesNotContain(-1);
        assertThat(entry.plan(1, 0).order().inverse(0)).endsWith(-1, -1, -1, -1, -1);
        assertThat(entry.buckets(0, 0, 2)).doesNotContain(8);
    }

    @Test
    void recordingChangesNoBitOfOutputsAndGradients() {
        List<double[]> without = training(null);
        List<double[]> with = training(AttentionRecorder.ofBucketsAndVectors());

        assertThat(with).hasSameSizeAs(without);
        for (int i = 0; i < with.size(); i++) {
            assertThat(with.get(i)).containsExactly(without.get(i));
        }
    }

    private List<double[]> training(@Nullable AttentionRecorder recorder) {
        List<double[]> numbers = new ArrayList<>();
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(x, weights, Step.training(4).withRecorder(recorder))) {
            numbers.add(pass.takeOutput().data().asDouble());
            numbers.add(pass.backward(random(2, 2, LENGTH, 6), gradients).data().asDouble());
            gradients.all().values().forEach(sum -> numbers.add(sum.data().asDouble()));
        }
        return numbers;
    }

    @Test
    void bucketsThatAreRememberedAreWrittenDownOnce() {
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        Step step = Step.training(4).withRecorder(recorder);
        block.forward(x, weights, step).close();
        block.forward(x, weights, step).close();
        assertThat(recorder.entries()).hasSize(1);

        block.forward(x, weights, Step.training(4).withRecorder(recorder)).close();
        assertThat(recorder.entries()).hasSize(2);
        recorder.clear();
        assertThat(recorder.entries()).isEmpty();
    }

    @Test
    void nothingIsWrittenDownWhereNothingIsHashedOrTheRecorderIsOff() {
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        block.forward(random(1, 2, 4, 6), weights, Step.inference(1).withRecorder(recorder))
                .close();
        block.forward(x, weights, Step.inference(1).withRecorder(recorder).withRecorder(null))
                .close();

        assertThat(recorder.entries()).isEmpty();
    }

    @Test
    void aRecorderIsInForceInItsThreadUntilTheEvaluationEnds() {
        AttentionRecorder outer = AttentionRecorder.ofBuckets();
        AttentionRecorder inner = AttentionRecorder.ofBuckets();
        outer.during(() -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> inner.during(() -> {
                        assertThat(AttentionRecorder.inForce()).isSameAs(inner);
                        throw new IllegalArgumentException("broken off");
                    }));
            assertThat(AttentionRecorder.inForce()).isSameAs(outer);
            return 1;
        });
        assertThat(AttentionRecorder.inForce()).isNull();
    }

    @Test
    void whatWasNotRecordedIsRefusedInASentence() {
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        block.forward(x, weights, Step.inference(1).withRecorder(recorder)).close();
        RecordedAttention entry = recorder.entries().get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry.vectors(0, 0))
                .withMessageContaining("only buckets were recorded");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry.buckets(0, 0, 3))
                .withMessage("round must lie in [0, 3), got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry.plan(0, 2))
                .withMessage("head must lie in [0, 2), got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry.plan(0, 0, 1, 3))
                .withMessageStartingWith("rounds must");
    }
}
