package io.github.reformer4j.block;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained vector for every position. Parameter {@code weight} [positions, d].
 *
 * @param positions how many
 * @param depth d
 * @param deviation of fresh weights
 */
public record LearnedPositions(int positions, int depth, double deviation) implements PositionEmbedding {

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(ParameterSpec.of("weight", Initializer.normal(deviation), positions, depth));
    }

    @Override
    public long capacity() {
        return positions;
    }

    @Override
    public String describe() {
        return "maxPositions " + positions;
    }

    @Override
    public INDArray rows(int offset, int n, Weights weights) {
        return range(weights.get("weight"), offset, n).dup('c');
    }

    @Override
    public void backward(int offset, INDArray dRows, Gradients into) {
        range(into.sum("weight"), offset, (int) dRows.size(0)).addi(dRows);
    }

    private static INDArray range(INDArray table, int offset, int n) {
        return table.get(NDArrayIndex.interval(offset, offset + n), NDArrayIndex.all());
    }
}
