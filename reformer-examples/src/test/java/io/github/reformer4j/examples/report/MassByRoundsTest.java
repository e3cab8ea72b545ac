package io.github.reformer4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MassByRoundsTest {

    private static final int DEPTH = 8;

    /** A layer of two heads over numbers without meaning. */
    private static RecordedAttention recorded(int length, int chunkLength, int rounds) {
        LshAttentionConfig config = LshAttentionConfig.of(DEPTH, 2, 4, chunkLength)
                .withBuckets(Buckets.of(8))
                .withRounds(rounds);
        Block block = config.toBlock();
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        Weights weights = Weights.create(block.parameters(), DataType.DOUBLE, 1);
        try (INDArray x = Initializer.normal(40.0).create(DataType.DOUBLE, 2, 1, length, DEPTH)) {
            block.forward(x, weights, Step.inference(3).withRecorder(recorder)).close();
        } finally {
            weights.close();
        }
        return recorder.entries().get(0);
    }

    @Test
    void whereEverythingIsLookedAtEverythingIsFound() {
        MassByRounds mass = MassByRounds.of(recorded(16, 8, 2));

        assertThat(mass.rows()).extracting(MassByRounds.Row::rounds).containsExactly(1, 2);
        assertThat(mass.rows()).allSatisfy(row -> {
            assertThat(row.mass()).isCloseTo(1.0, within(1e-12));
            assertThat(row.keys()).isCloseTo(1.0, within(1e-12));
        });
        assertThat(mass.inSequence()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void moreRoundsFindMoreAndTheyFindMoreThanChance() {
        MassByRounds mass = MassByRounds.of(recorded(96, 4, 8));

        assertThat(mass.rows()).extracting(MassByRounds.Row::rounds).containsExactly(1, 2, 4, 8);
        for (int i = 0; i < 4; i++) {
            MassByRounds.Row row = mass.rows().get(i);
            assertThat(row.mass()).isBetween(row.keys(), 1.0);
            if (i > 0) {
                assertThat(row.mass()).isGreaterThan(mass.rows().get(i - 1).mass());
            }
        }
    }

    @Test
    void aShareIsTheMeanOverGroupsOfRoundsCountedByHand() {
        RecordedAttention entry = recorded(24, 4, 2);
        double sum = 0.0;
        for (int head = 0; head < 2; head++) {
            HeadWeights weights = new HeadWeights(entry, head);
            for (int round = 0; round < 2; round++) {
                HeadWeights.Sight sight = weights.sight(round, 1);
                for (int query = 1; query < 24; query++) {
                    double[] exact = weights.exact(query);
                    boolean[] seen = weights.seen(query, sight);
                    for (int key = 0; key < query; key++) {
                        sum += seen[key] ? exact[key] / Arrays.stream(exact).sum() : 0.0;
                    }
                }
            }
        }
        assertThat(MassByRounds.of(entry).rows().get(0).mass()).isCloseTo(sum / (4 * 23), within(1e-9));
    }
}
