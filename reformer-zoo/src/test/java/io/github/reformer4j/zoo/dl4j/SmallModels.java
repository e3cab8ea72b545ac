package io.github.reformer4j.zoo.dl4j;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Configurations of a few hundred weights, and ids for them. */
final class SmallModels {

    private SmallModels() {}

    /** One of each kind of positions that layers know. */
    static Stream<ReformerConfig> networks() {
        return Stream.of(axial(), with(Positions.of(PositionKind.LEARNED)), with(Positions.of(PositionKind.NONE)));
    }

    static ReformerConfig axial() {
        return with(Positions.axial(List.of(4, 8), List.of(2, 4)));
    }

    static ReformerConfig with(Positions positions) {
        return config(positions, false, false);
    }

    static ReformerConfig refined(boolean withinBucket, boolean correctDuplicates) {
        return config(Positions.of(PositionKind.NONE), withinBucket, correctDuplicates);
    }

    private static ReformerConfig config(Positions positions, boolean withinBucket, boolean correctDuplicates) {
        return new ReformerConfig(
                11,
                6,
                2,
                3,
                List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LSH),
                10,
                Activation.RELU,
                7,
                5,
                new Lsh(Buckets.of(4), 2, 4, 1, 0, 0.0, withinBucket, correctDuplicates),
                new Local(4, 1, 0, 0.0),
                positions,
                32,
                true,
                Semantics.PAPER,
                0.0,
                1e-5,
                0.3,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    static int[][] ids(int batch, int length, int vocabulary) {
        int[][] ids = new int[batch][length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                ids[row][i] = (int) (CounterRandom.uniform(row, i) * vocabulary);
            }
        }
        return ids;
    }

    /** [b, n], as the host takes ids. */
    static INDArray features(int[][] ids) {
        try (INDArray numbers = Nd4j.createFromArray(ids)) {
            return numbers.castTo(DataType.FLOAT);
        }
    }
}
