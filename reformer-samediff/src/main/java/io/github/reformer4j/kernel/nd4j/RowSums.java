package io.github.reformer4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows added up by index: the gradient of a lookup. Repeated indices add up, which ND4J's own scatter gets right only at
 * a fraction of the speed of memory; the sums here are made on the host, in order, so that they are always the same.
 */
final class RowSums {

    private RowSums() {}

    /**
     * sums[indices[i]] += rows[i], columns {@code column} and following of the rows.
     *
     * @param rows [indices, width], dense, c order
     * @param indices of rows of {@code sums}
     * @param column first column of {@code rows} that counts
     * @param sums [size, d], d columns
     */
    static void add(INDArray rows, int[] indices, int column, INDArray sums) {
        int width = (int) rows.size(1);
        int depth = (int) sums.size(1);
        INDArray added = rows.dataType() == DataType.FLOAT
                ? Nd4j.create(
                        sum(rows.data().asFloat(), indices, column, width, new float[(int) sums.length()], depth),
                        sums.shape(),
                        'c')
                : Nd4j.create(
                        sum(rows.data().asDouble(), indices, column, width, new double[(int) sums.length()], depth),
                        sums.shape(),
                        'c');
        sums.addi(added);
        added.close();
    }

    private static float[] sum(float[] rows, int[] indices, int column, int width, float[] sums, int depth) {
        for (int row = 0; row < indices.length; row++) {
            int from = row * width + column;
            int to = indices[row] * depth;
            for (int i = 0; i < depth; i++) {
                sums[to + i] += rows[from + i];
            }
        }
        return sums;
    }

    private static double[] sum(double[] rows, int[] indices, int column, int width, double[] sums, int depth) {
        for (int row = 0; row < indices.length; row++) {
            int from = row * width + column;
            int to = indices[row] * depth;
            for (int i = 0; i < depth; i++) {
                sums[to + i] += rows[from + i];
            }
        }
        return sums;
    }
}
