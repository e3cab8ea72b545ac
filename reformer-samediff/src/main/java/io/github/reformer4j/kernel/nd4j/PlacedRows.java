package io.github.reformer4j.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows taken by index, as a new array. */
final class PlacedRows {

    private PlacedRows() {}

    /** Rows of [rows, d] at these indices; a negative index, which nothing must count, gives the first row. */
    static INDArray take(INDArray rows, int[] indices) {
        int[] valid = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            valid[i] = Math.max(0, indices[i]);
        }
        return Nd4j.pullRows(rows, 1, valid);
    }
}
