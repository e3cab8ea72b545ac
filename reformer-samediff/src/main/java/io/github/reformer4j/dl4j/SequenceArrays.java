package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Sequences as the host lays them out, [b, d, n] (NCW) or [b, n, d] (NWC), and as blocks take them: [b, n, d], dense, in
 * c order, in single or double precision.
 */
final class SequenceArrays {

    private SequenceArrays() {}

    /** The precision in which blocks compute for a network of this one. */
    static DataType computed(DataType type) {
        return type == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** [b, n, d] of an array of the host: itself seen otherwise where it is dense, else a copy that {@code owner} frees. */
    static INDArray toBlock(INDArray array, RNNFormat format, DataType type, Temporaries owner) {
        INDArray rows = format == RNNFormat.NCW ? array.permute(0, 2, 1) : array;
        if (rows.dataType() != type) {
            rows = owner.add(rows.castTo(type));
        }
        return isDense(rows) ? rows : owner.add(rows.dup('c'));
    }

    /** An array of any shape, dense, in c order and of this type: itself, or a copy that {@code owner} frees. */
    static INDArray dense(INDArray array, DataType type, Temporaries owner) {
        INDArray cast = array.dataType() == type ? array : owner.add(array.castTo(type));
        return isDense(cast) ? cast : owner.add(cast.dup('c'));
    }

    private static boolean isDense(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return array.ordering() == 'c';
    }

    /** Some steps of all examples, whole. */
    static INDArrayIndex[] steps(long from, long to, RNNFormat format) {
        INDArrayIndex steps = NDArrayIndex.interval(from, to);
        return format == RNNFormat.NCW
                ? new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), steps}
                : new INDArrayIndex[] {NDArrayIndex.all(), steps, NDArrayIndex.all()};
    }

    /** Sets the vectors of padding to 0, in place: [b, n, d]. */
    static void clearPadding(INDArray rows, @Nullable PaddingMask mask) {
        if (mask == null) {
            return;
        }
        double[] tokens = new double[mask.batch() * mask.length()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = mask.isToken(i / mask.length(), i % mask.length()) ? 1.0 : 0.0;
        }
        try (INDArray doubles = Nd4j.createFromArray(tokens);
                Temporaries owned = new Temporaries()) {
            INDArray column = dense(doubles, rows.dataType(), owned).reshape(tokens.length, 1);
            Rows.of(rows).muliColumnVector(column);
        }
    }
}
