package io.github.reformer4j.block;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fixed waves (Vaswani et al. 2017, section 3.5): column 2i of position p is sin(p / 10000^(2i/d)), column 2i + 1 the
 * cosine of the same. Nothing to train and no last position.
 *
 * @param depth d
 */
public record SinusoidalPositions(int depth) implements PositionEmbedding {

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public long capacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String describe() {
        return "the range of positions";
    }

    /** Column {@code column} of position {@code position}. */
    public double value(int position, int column) {
        double angle = position / Math.pow(10000.0, (column - column % 2) / (double) depth);
        return column % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }

    @Override
    public INDArray rows(int offset, int n, Weights weights) {
        double[] values = new double[Math.multiplyExact(n, depth)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(offset + i / depth, i % depth);
        }
        try (INDArray doubles = Nd4j.create(values, new long[] {n, depth}, 'c')) {
            return doubles.castTo(weights.type()).dup('c');
        }
    }

    @Override
    public void backward(int offset, INDArray dRows, Gradients into) {
        // Nothing is trained.
    }
}
