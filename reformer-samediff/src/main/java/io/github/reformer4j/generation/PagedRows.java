package io.github.reformer4j.generation;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Keys or values of the positions so far, [n, width], in pages, so that growing never copies. A limit makes a ring of
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

    /** Σ over {@code length} columns from {@code column} on of row · vector. */
    abstract double dot(int position, int column, double[] vector, int length);

    /** sum += weight · row, over {@code length} columns from {@code column} on; the sum's columns are those of the row. */
    abstract void addScaled(int position, int column, double weight, double[] sum, int length);

    private static final class Floats extends PagedRows {
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
        double dot(int position, int column, double[] vector, int length) {
            int slot = slot(position);
            float[] page = pages.get(slot / PAGE);
            int start = slot % PAGE * width;
            double even = 0.0;
            double odd = 0.0;
            int end = column + length;
            int i = column;
            for (; i + 1 < end; i += 2) {
                even += page[start + i] * vector[i];
                odd += page[start + i + 1] * vector[i + 1];
            }
            return i < end ? even + odd + page[start + i] * vector[i] : even + odd;
        }

        @Override
        void addScaled(int position, int column, double weight, double[] sum, int length) {
            int slot = slot(position);
            float[] page = pages.get(slot / PAGE);
            int start = slot % PAGE * width;
            for (int i = column; i < column + length; i++) {
                sum[i] += weight * page[start + i];
            }
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
        double dot(int position, int column, double[] vector, int length) {
            int slot = slot(position);
            double[] page = pages.get(slot / PAGE);
            int start = slot % PAGE * width;
            double sum = 0.0;
            for (int i = column; i < column + length; i++) {
                sum += page[start + i] * vector[i];
            }
            return sum;
        }

        @Override
        void addScaled(int position, int column, double weight, double[] sum, int length) {
            int slot = slot(position);
            double[] page = pages.get(slot / PAGE);
            int start = slot % PAGE * width;
            for (int i = column; i < column + length; i++) {
                sum[i] += weight * page[start + i];
            }
        }
    }
}
