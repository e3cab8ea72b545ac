package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.Temporaries;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Labels of sequences as numbers of classes, from what the host's data sets hold.
 *
 * @param batch b
 * @param length n
 * @param classes V
 * @param format of one-hot labels
 * @param layer as it stands in messages
 */
record ClassLabels(long batch, long length, long classes, RNNFormat format, String layer) {

    private static final int IGNORED = -1;

    /** [b · n], negative where nothing counts. */
    int[] of(INDArray labels, @Nullable PaddingMask mask) {
        int[] indices = indices(labels);
        if (mask != null) {
            for (int i = 0; i < indices.length; i++) {
                if (!mask.isToken((int) (i / length), (int) (i % length))) {
                    indices[i] = IGNORED;
                }
            }
        }
        return indices;
    }

    private int[] indices(INDArray labels) {
        if (labels.rank() == 2 && labels.size(0) == batch && labels.size(1) == length) {
            return read(labels);
        }
        int axis = format == RNNFormat.NCW ? 1 : 2;
        int steps = 3 - axis;
        require(
                labels.rank() == 3
                        && labels.size(0) == batch
                        && labels.size(steps) == length
                        && (labels.size(axis) == 1 || labels.size(axis) == classes),
                "labels of %s must be classes, [%d, %d], or one-hot, %s (%s), got %s",
                layer,
                batch,
                length,
                axis == 1
                        ? "[" + batch + ", " + classes + ", " + length + "]"
                        : "[" + batch + ", " + length + ", " + classes + "]",
                format,
                Check.shapeOf(labels));
        return labels.size(axis) == 1 ? read(labels) : fromOneHot(labels, axis);
    }

    /** Elements in order, whatever their type; a single axis of size 1 changes nothing. */
    private static int[] read(INDArray classes) {
        try (INDArray dense = classes.dup('c');
                Temporaries owned = new Temporaries()) {
            INDArray numbers = dense.dataType() == DataType.INT32 ? dense : owned.add(dense.castTo(DataType.INT32));
            return numbers.data().asInt();
        }
    }

    private int[] fromOneHot(INDArray labels, int axis) {
        try (INDArray largest = labels.max(axis);
                INDArray sum = labels.sum(axis);
                INDArray places = labels.argMax(axis)) { // [b, n]
            int[] indices = read(places);
            double[] ones = doubles(largest);
            double[] sums = doubles(sum);
            for (int i = 0; i < indices.length; i++) {
                boolean none = ones[i] == 0.0 && sums[i] == 0.0;
                require(
                        none || (ones[i] == 1.0 && sums[i] == 1.0),
                        "labels of %s must be one-hot, got the sum %s and the maximum %s at step %d of example %d",
                        layer,
                        sums[i],
                        ones[i],
                        i % length,
                        i / length);
                indices[i] = none ? IGNORED : indices[i];
            }
            return indices;
        }
    }

    private static double[] doubles(INDArray numbers) {
        try (INDArray dense = numbers.dup('c')) {
            return dense.data().asDouble();
        }
    }
}
