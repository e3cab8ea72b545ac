package io.github.reformer4j.kernel.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weight [inner, columns] on the heap in panels of a few vectors' width, each [inner, width] in one piece, so that a product
 * reads it from front to back.
 */
final class Panels {

    /** Vectors side by side in a panel. */
    private static final int VECTORS = 4;

    /** Rows of a panel that are used together, so that they stay in the first cache. */
    private static final int DEPTH = 128;

    private final Lanes lanes;
    private final int width;
    private final int inner;
    private final int columns; // whole vectors
    private final float[] data;

    private Panels(Lanes lanes, int inner, int columns) {
        this.lanes = lanes;
        this.inner = inner;
        this.columns = lanes.padded(columns);
        width = VECTORS * lanes.width();
        data = new float[Math.multiplyExact(inner, this.columns)];
    }

    /** The weight [inner, columns] itself. */
    static Panels of(Lanes lanes, INDArray weight) {
        Panels panels = new Panels(lanes, (int) weight.size(0), (int) weight.size(1));
        NativeFloats floats = NativeFloats.of(weight);
        int length = (int) weight.size(1);
        int stripe = Math.max(1, (1 << 16) / length);
        Workers.run((panels.inner + stripe - 1) / stripe, () -> new float[panels.columns], (row, task) -> {
            for (int k = task * stripe; k < Math.min(panels.inner, (task + 1) * stripe); k++) {
                floats.get((long) k * length, row, 0, length);
                panels.put(k, row);
            }
        });
        return panels;
    }

    private void put(int k, float[] row) {
        for (int column = 0; column < columns; column += width) {
            int size = Math.min(width, columns - column);
            System.arraycopy(row, column, data, column * inner + k * size, size);
        }
    }

    /** The transposed of a weight [columns, inner]. */
    static Panels ofTransposed(Lanes lanes, INDArray weight) {
        Panels panels = new Panels(lanes, (int) weight.size(1), (int) weight.size(0));
        NativeFloats floats = NativeFloats.of(weight);
        int count = (int) weight.size(0);
        Workers.run((count + panels.width - 1) / panels.width, () -> new float[panels.inner], (row, task) -> {
            int first = task * panels.width;
            int size = Math.min(panels.width, panels.columns - first);
            for (int column = first; column < Math.min(count, first + size); column++) {
                floats.get((long) column * panels.inner, row, 0, panels.inner);
                int at = first * panels.inner + column - first;
                for (int k = 0; k < panels.inner; k++) {
                    panels.data[at + k * size] = row[k];
                }
            }
        });
        return panels;
    }

    /** Columns, filled up to whole vectors. */
    int columns() {
        return columns;
    }

    /**
     * y = x W, or y += x W.
     *
     * @param x [rows, inner]
     * @param y [rows, columns]
     */
    void multiply(float[] x, int xStride, float[] y, int yStride, int rows, boolean add) {
        for (int column = 0; column < columns; column += width) {
            int size = Math.min(width, columns - column);
            for (int from = 0; from < inner; from += DEPTH) {
                lanes.multiply(
                        Matrix.rows(x, from, xStride),
                        Matrix.rows(data, column * inner + from * size, size),
                        Matrix.rows(y, column, yStride),
                        rows,
                        size,
                        Math.min(DEPTH, inner - from),
                        add || from > 0);
            }
        }
    }
}
