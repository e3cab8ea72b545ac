package io.github.reformer4j.kernel.cpu.vector;

import io.github.reformer4j.kernel.cpu.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = A B in blocks whose sums stay in registers: 4 rows of A, broadcast element by element, times 4 vectors of a row of B
 * (2 where a processor has 16 registers instead of 32). What is left over at the borders goes in smaller blocks.
 */
final class Products {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    private static final int ROWS = 4;
    private static final int WIDE = 4;
    private static final int NARROW = 2;

    /** Sums of 4 × 4 vectors need more than the 16 registers that go with vectors of 256 bits. */
    private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512;

    private Products() {}

    static void multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, boolean add) {
        int column = 0;
        while (column < columns) {
            int vectors = vectors((columns - column) / WIDTH);
            int row = 0;
            for (; row + ROWS <= rows; row += ROWS) {
                fourRows(a, b, c, row, column, vectors, inner, add);
            }
            for (; row < rows; row++) {
                oneRow(a, b, c, row, column, vectors, inner, add);
            }
            column += vectors * WIDTH;
        }
    }

    /** Vectors of the next block, of those that are left. */
    private static int vectors(int left) {
        if (left >= WIDE && MANY_REGISTERS) {
            return WIDE;
        }
        return left >= NARROW ? NARROW : 1;
    }

    private static void fourRows(
            Matrix a, Matrix b, Matrix c, int row, int column, int vectors, int inner, boolean add) {
        int aAt = a.offset() + row * a.rowStride();
        int bAt = b.offset() + column;
        int cAt = c.offset() + row * c.rowStride() + column;
        int aRow = a.rowStride();
        int aColumn = a.columnStride();
        switch (vectors) {
            case WIDE ->
                block4x4(
                        a.data(),
                        aAt,
                        aRow,
                        aColumn,
                        b.data(),
                        bAt,
                        b.rowStride(),
                        c.data(),
                        cAt,
                        c.rowStride(),
                        inner,
                        add);
            case NARROW ->
                block4x2(
                        a.data(),
                        aAt,
                        aRow,
                        aColumn,
                        b.data(),
                        bAt,
                        b.rowStride(),
                        c.data(),
                        cAt,
                        c.rowStride(),
                        inner,
                        add);
            default ->
                block4x1(
                        a.data(),
                        aAt,
                        aRow,
                        aColumn,
                        b.data(),
                        bAt,
                        b.rowStride(),
                        c.data(),
                        cAt,
                        c.rowStride(),
                        inner,
                        add);
        }
    }

    private static void oneRow(Matrix a, Matrix b, Matrix c, int row, int column, int vectors, int inner, boolean add) {
        int aAt = a.offset() + row * a.rowStride();
        if (vectors == WIDE) {
            int bAt = b.offset() + column;
            int cAt = c.offset() + row * c.rowStride() + column;
            block1x4(a.data(), aAt, a.columnStride(), b.data(), bAt, b.rowStride(), c.data(), cAt, inner, add);
            return;
        }
        for (int vector = 0; vector < vectors; vector++) {
            int at = column + vector * WIDTH;
            int cAt = c.offset() + row * c.rowStride() + at;
            block1x1(
                    a.data(),
                    aAt,
                    a.columnStride(),
                    b.data(),
                    b.offset() + at,
                    b.rowStride(),
                    c.data(),
                    cAt,
                    inner,
                    add);
        }
    }

    private static FloatVector start(float[] c, int at, boolean add) {
        return add ? FloatVector.fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
    }

    private static void block1x1(
            float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int inner, boolean add) {
        FloatVector sum = start(c, cAt, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            sum = FloatVector.broadcast(SPECIES, a[aNext]).fma(FloatVector.fromArray(SPECIES, b, bNext), sum);
            aNext += aColumn;
            bNext += bRow;
        }
        sum.intoArray(c, cAt);
    }

    private static void block1x4(
            float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int inner, boolean add) {
        FloatVector s0 = start(c, cAt, add);
        FloatVector s1 = start(c, cAt + WIDTH, add);
        FloatVector s2 = start(c, cAt + 2 * WIDTH, add);
        FloatVector s3 = start(c, cAt + 3 * WIDTH, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aNext]);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, bNext), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, bNext + WIDTH), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, bNext + 2 * WIDTH), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, bNext + 3 * WIDTH), s3);
            aNext += aColumn;
            bNext += bRow;
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + WIDTH);
        s2.intoArray(c, cAt + 2 * WIDTH);
        s3.intoArray(c, cAt + 3 * WIDTH);
    }

    private static void block4x1(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int inner,
            boolean add) {
        FloatVector s00 = start(c, cAt, add);
        FloatVector s10 = start(c, cAt + cRow, add);
        FloatVector s20 = start(c, cAt + 2 * cRow, add);
        FloatVector s30 = start(c, cAt + 3 * cRow, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bNext);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aNext]);
            s00 = x.fma(b0, s00);
            x = FloatVector.broadcast(SPECIES, a[aNext + aRow]);
            s10 = x.fma(b0, s10);
            x = FloatVector.broadcast(SPECIES, a[aNext + 2 * aRow]);
            s20 = x.fma(b0, s20);
            x = FloatVector.broadcast(SPECIES, a[aNext + 3 * aRow]);
            s30 = x.fma(b0, s30);
            aNext += aColumn;
            bNext += bRow;
        }
        s00.intoArray(c, cAt);
        s10.intoArray(c, cAt + cRow);
        s20.intoArray(c, cAt + 2 * cRow);
        s30.intoArray(c, cAt + 3 * cRow);
    }

    private static void block4x2(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int inner,
            boolean add) {
        FloatVector s00 = start(c, cAt, add);
        FloatVector s01 = start(c, cAt + WIDTH, add);
        FloatVector s10 = start(c, cAt + cRow, add);
        FloatVector s11 = start(c, cAt + cRow + WIDTH, add);
        FloatVector s20 = start(c, cAt + 2 * cRow, add);
        FloatVector s21 = start(c, cAt + 2 * cRow + WIDTH, add);
        FloatVector s30 = start(c, cAt + 3 * cRow, add);
        FloatVector s31 = start(c, cAt + 3 * cRow + WIDTH, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bNext);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bNext + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aNext]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(SPECIES, a[aNext + aRow]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(SPECIES, a[aNext + 2 * aRow]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(SPECIES, a[aNext + 3 * aRow]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            aNext += aColumn;
            bNext += bRow;
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + WIDTH);
        s10.intoArray(c, cAt + cRow);
        s11.intoArray(c, cAt + cRow + WIDTH);
        s20.intoArray(c, cAt + 2 * cRow);
        s21.intoArray(c, cAt + 2 * cRow + WIDTH);
        s30.intoArray(c, cAt + 3 * cRow);
        s31.intoArray(c, cAt + 3 * cRow + WIDTH);
    }

    private static void block4x4(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int inner,
            boolean add) {
        FloatVector s00 = start(c, cAt, add);
        FloatVector s01 = start(c, cAt + WIDTH, add);
        FloatVector s02 = start(c, cAt + 2 * WIDTH, add);
        FloatVector s03 = start(c, cAt + 3 * WIDTH, add);
        FloatVector s10 = start(c, cAt + cRow, add);
        FloatVector s11 = start(c, cAt + cRow + WIDTH, add);
        FloatVector s12 = start(c, cAt + cRow + 2 * WIDTH, add);
        FloatVector s13 = start(c, cAt + cRow + 3 * WIDTH, add);
        FloatVector s20 = start(c, cAt + 2 * cRow, add);
        FloatVector s21 = start(c, cAt + 2 * cRow + WIDTH, add);
        FloatVector s22 = start(c, cAt + 2 * cRow + 2 * WIDTH, add);
        FloatVector s23 = start(c, cAt + 2 * cRow + 3 * WIDTH, add);
        FloatVector s30 = start(c, cAt + 3 * cRow, add);
        FloatVector s31 = start(c, cAt + 3 * cRow + WIDTH, add);
        FloatVector s32 = start(c, cAt + 3 * cRow + 2 * WIDTH, add);
        FloatVector s33 = start(c, cAt + 3 * cRow + 3 * WIDTH, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bNext);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bNext + WIDTH);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bNext + 2 * WIDTH);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bNext + 3 * WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aNext]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            s02 = x.fma(b2, s02);
            s03 = x.fma(b3, s03);
            x = FloatVector.broadcast(SPECIES, a[aNext + aRow]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            s12 = x.fma(b2, s12);
            s13 = x.fma(b3, s13);
            x = FloatVector.broadcast(SPECIES, a[aNext + 2 * aRow]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            s22 = x.fma(b2, s22);
            s23 = x.fma(b3, s23);
            x = FloatVector.broadcast(SPECIES, a[aNext + 3 * aRow]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            s32 = x.fma(b2, s32);
            s33 = x.fma(b3, s33);
            aNext += aColumn;
            bNext += bRow;
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + WIDTH);
        s02.intoArray(c, cAt + 2 * WIDTH);
        s03.intoArray(c, cAt + 3 * WIDTH);
        s10.intoArray(c, cAt + cRow);
        s11.intoArray(c, cAt + cRow + WIDTH);
        s12.intoArray(c, cAt + cRow + 2 * WIDTH);
        s13.intoArray(c, cAt + cRow + 3 * WIDTH);
        s20.intoArray(c, cAt + 2 * cRow);
        s21.intoArray(c, cAt + 2 * cRow + WIDTH);
        s22.intoArray(c, cAt + 2 * cRow + 2 * WIDTH);
        s23.intoArray(c, cAt + 2 * cRow + 3 * WIDTH);
        s30.intoArray(c, cAt + 3 * cRow);
        s31.intoArray(c, cAt + 3 * cRow + WIDTH);
        s32.intoArray(c, cAt + 3 * cRow + 2 * WIDTH);
        s33.intoArray(c, cAt + 3 * cRow + 3 * WIDTH);
    }
}
