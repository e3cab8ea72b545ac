package io.github.reformer4j.generation;

import io.github.reformer4j.kernel.cpu.Lanes;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Rows of numbers of the positions so far, [n, width], in pages, so that growing never copies. A limit makes a ring of
 * it: a position then overwrites the one that came {@code limit} before it.
 */
abstract class PagedRows {

    /** Positions of a page. */
    static final int PAGE = 256;

    private final int limit;
    private int size;

    private PagedRows(int limit) {
        this.limit = limit;
    }

    /** PagedRows in the precision of the model; {@code limit} positions are kept, or all for 0. */
    static PagedRows of(DataType type, int width, int limit) {
        return type == DataType.DOUBLE ? new Doubles(width, limit) : new Floats(width, limit);
    }

    /** Appends a row. */
    final void add(double[] row) {
        write(slot(size++), row);
    }

    /** Positions that were added, n. */
    final int size() {
        return size;
    }

    /** Where a position stands in the pages. */
    final int slot(int position) {
        return limit == 0 ? position : position % limit;
    }

    abstract void write(int slot, double[] row);

    /**
     * The dot products of {@code length} columns of rows, from {@code column} on, and of a vector, from {@code from} on: one
     * for each position.
     */
    abstract void dots(int[] positions, int count, int column, double[] vector, int from, int length, double[] into);

    /** sum, from {@code to} on, += Σ weight · row, over {@code length} columns of rows from {@code column} on. */
    abstract void addScaled(int[] positions, int count, int column, double[] weights, double[] sum, int to, int length);

    private static final class Floats extends PagedRows {
        private final Lanes lanes = Kernels.current().lanes();
        private float[] spare = {};
        private final List<float[]> pages = new ArrayList<>();
        private final int width;

        Floats(int width, int limit) {
            super(limit);
            this.width = width;
        }

        @Override
        void write(int slot, double[] row) {
            if (slot / PAGE == pages.size()) {
                pages.add(new float[PAGE * width]);
            }
            float[] page = pages.get(slot / PAGE);
            int start = slot % PAGE * width;
            for (int i = 0; i < width; i++) {
                page[start + i] = (float) row[i];
            }
        }

        @Override
        void dots(int[] positions, int count, int column, double[] vector, int from, int length, double[] into) {
            float[] query = scratch(length);
            for (int i = 0; i < length; i++) {
                query[i] = (float) vector[from + i];
            }
            for (int i = 0; i < count; i++) {
                int slot = slot(positions[i]);
                into[i] = lanes.dot(pages.get(slot / PAGE), slot % PAGE * width + column, query, 0, length);
            }
        }

        @Override
        void addScaled(int[] positions, int count, int column, double[] weights, double[] sum, int to, int length) {
            float[] sums = scratch(length);
            Arrays.fill(sums, 0, length, 0.0f);
            for (int i = 0; i < count; i++) {
                int slot = slot(positions[i]);
                int at = slot % PAGE * width + column;
                lanes.addScaled((float) weights[i], pages.get(slot / PAGE), at, sums, 0, length);
            }
            for (int i = 0; i < length; i++) {
                sum[to + i] += sums[i];
            }
        }

        private float[] scratch(int length) {
            if (spare.length < length) {
                spare = new float[length];
            }
            return spare;
        }
    }

    private static final class Doubles extends PagedRows {
        private final List<double[]> pages = new ArrayList<>();
        private final int width;

        Doubles(int width, int limit) {
            super(limit);
            this.width = width;
        }

        @Override
        void write(int slot, double[] row) {
            if (slot / PAGE == pages.size()) {
                pages.add(new double[PAGE * width]);
            }
            System.arraycopy(row, 0, pages.get(slot / PAGE), slot % PAGE * width, width);
        }

        @Override
        void dots(int[] positions, int count, int column, double[] vector, int from, int length, double[] into) {
            for (int i = 0; i < count; i++) {
                int slot = slot(positions[i]);
                double[] page = pages.get(slot / PAGE);
                int start = slot % PAGE * width + column;
                double sum = 0.0;
                for (int j = 0; j < length; j++) {
                    sum += page[start + j] * vector[from + j];
                }
                into[i] = sum;
            }
        }

        @Override
        void addScaled(int[] positions, int count, int column, double[] weights, double[] sum, int to, int length) {
            for (int i = 0; i < count; i++) {
                int slot = slot(positions[i]);
                double[] page = pages.get(slot / PAGE);
                int start = slot % PAGE * width + column;
                for (int j = 0; j < length; j++) {
                    sum[to + j] += weights[i] * page[start + j];
                }
            }
        }
    }
}
