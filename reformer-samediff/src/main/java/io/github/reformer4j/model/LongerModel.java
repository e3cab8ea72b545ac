package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained model for longer sequences than before. Its position embedding grows, and what it has learned is repeated: of axial
 * positions the first axis, so that position p begins with the vector of position p mod n, n being how many the axes held; of
 * learned ones the vectors themselves. Up to n the model computes what it did; from there on it is to be trained further.
 *
 * @param config as before, but for its positions
 * @param weights the arrays of before, but for that of the positions
 */
public record LongerModel(ReformerConfig config, Weights weights) {

    private static final String EMBEDDING = "embeddings.position.";
    private static final String FIRST_AXIS = EMBEDDING + "0.weight";
    private static final String LEARNED = EMBEDDING + "weight";

    /**
     * A longer model.
     *
     * @param weights taken over: use those of the result instead
     * @param positions longest sequence, more than before
     * @throws IllegalArgumentException where they are no more
     */
    public static LongerModel of(ReformerConfig config, Weights weights, int positions) {
        require(
                positions > config.maxPositions(),
                "the model has %d positions already; ask for more than these, got %d",
                config.maxPositions(),
                positions);
        ReformerConfig longer = new ConfigDraft(config)
                .positions(grown(config.positions(), positions))
                .maxPositions(positions)
                .toConfig();
        return switch (config.positions().kind()) {
            case AXIAL ->
                new LongerModel(
                        longer,
                        grown(
                                weights,
                                FIRST_AXIS,
                                longer.positions().axialShape().get(0)));
            case LEARNED -> new LongerModel(longer, grown(weights, LEARNED, positions));
            case SINUSOIDAL, NONE -> new LongerModel(longer, weights);
        };
    }

    private static Positions grown(Positions before, int positions) {
        if (before.kind() != PositionKind.AXIAL) {
            return before;
        }
        List<Integer> shape = new ArrayList<>(before.axialShape());
        long others = shape.stream().skip(1).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        shape.set(0, Math.max(shape.get(0), Math.toIntExact((positions + others - 1) / others)));
        return Positions.axial(shape, before.axialDims());
    }

    private static Weights grown(Weights weights, String name, int rows) {
        Map<String, INDArray> arrays = new LinkedHashMap<>(weights.all());
        INDArray before = weights.get(name);
        arrays.put(name, repeated(before, rows));
        Temporaries.free(before);
        return Weights.of(arrays);
    }

    private static INDArray repeated(INDArray table, int rows) {
        INDArray longer = Nd4j.createUninitialized(table.dataType(), new long[] {rows, table.size(1)}, 'c');
        for (long from = 0; from < rows; from += table.size(0)) {
            long count = Math.min(table.size(0), rows - from);
            rows(longer, from, count).assign(rows(table, 0, count));
        }
        return longer;
    }

    private static INDArray rows(INDArray table, long from, long count) {
        INDArrayIndex rows = NDArrayIndex.interval(from, from + count);
        return table.get(rows, NDArrayIndex.all());
    }
}
