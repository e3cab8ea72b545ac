package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.provider.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Axial position embeddings: position p has coordinates in a box of N axes, the last varying fastest, and its vector is the
 * vectors of its coordinates side by side, so that 512 × 128 positions cost 640 vectors and not 65,536.
 *
 * <p>Parameters {@code k.weight} [size of axis k, depth of axis k].
 */
public final class AxialPositions implements PositionEmbedding {

    private final int[] sizes;
    private final int[] depths;
    private final double deviation;

    /**
     * Positions in a box.
     *
     * @param sizes of the axes; their product is the number of positions
     * @param depths of the axes; their sum is the depth of the vectors
     * @param deviation of fresh weights
     */
    public AxialPositions(List<Integer> sizes, List<Integer> depths, double deviation) {
        require(
                !sizes.isEmpty() && sizes.size() == depths.size(),
                "axial positions need a depth for each axis, got sizes %s and depths %s",
                sizes,
                depths);
        this.sizes = sizes.stream().mapToInt(Integer::intValue).toArray();
        this.depths = depths.stream().mapToInt(Integer::intValue).toArray();
        this.deviation = deviation;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            specs.add(ParameterSpec.of(name(axis), Initializer.normal(deviation), sizes[axis], depths[axis]));
        }
        return specs;
    }

    private static String name(int axis) {
        return axis + ".weight";
    }

    @Override
    public long capacity() {
        return Arrays.stream(sizes).asLongStream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public String describe() {
        return "axialShape " + Arrays.toString(sizes);
    }

    @Override
    public INDArray rows(int offset, int n, Weights weights) {
        INDArray rows = Nd4j.createUninitialized(
                weights.type(), new long[] {n, Arrays.stream(depths).sum()}, 'c');
        int column = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            Kernels.current()
                    .rows(weights.type())
                    .takeRows(weights.get(name(axis)), coordinates(axis, offset, n), rows, column);
            column += depths[axis];
        }
        return rows;
    }

    @Override
    public void backward(int offset, INDArray dRows, Gradients into) {
        int column = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            int[] coordinates = coordinates(axis, offset, (int) dRows.size(0));
            Kernels.current().rows(dRows.dataType()).addRows(dRows, coordinates, column, into.sum(name(axis)));
            column += depths[axis];
        }
    }

    private int[] coordinates(int axis, int offset, int n) {
        long stride = 1;
        for (int later = axis + 1; later < sizes.length; later++) {
            stride *= sizes[later];
        }
        int[] coordinates = new int[n];
        for (int i = 0; i < n; i++) {
            coordinates[i] = (int) ((offset + i) / stride % sizes[axis]);
        }
        return coordinates;
    }
}
