package io.github.reformer4j.generation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A table [rows, depth] on the heap, in its own precision, of which rows are read. */
final class RowTable {

    private final float[] floats;
    private final double[] doubles;
    private final int depth;

    RowTable(INDArray table) {
        boolean isDouble = table.dataType() == DataType.DOUBLE;
        floats = isDouble ? new float[0] : Host.floats(table);
        doubles = isDouble ? Host.doubles(table) : new double[0];
        depth = (int) table.size(1);
    }

    /** Columns of a row. */
    int depth() {
        return depth;
    }

    /** Copies one row, [depth]. */
    void read(int row, double[] into) {
        for (int i = 0; i < depth; i++) {
            into[i] = doubles.length == 0 ? floats[row * depth + i] : doubles[row * depth + i];
        }
    }
}
