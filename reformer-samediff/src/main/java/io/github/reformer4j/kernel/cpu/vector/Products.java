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
                FourRowBlocks.block4x4(
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
                FourRowBlocks.block4x2(
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
                FourRowBlocks.block4x1(
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
            OneRowBlocks.block1x4(
                    a.data(), aAt, a.columnStride(), b.data(), bAt, b.rowStride(), c.data(), cAt, inner, add);
            return;
        }
        for (int vector = 0; vector < vectors; vector++) {
            int at = column + vector * WIDTH;
            int cAt = c.offset() + row * c.rowStride() + at;
            OneRowBlocks.block1x1(
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
}
