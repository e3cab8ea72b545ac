package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of 4 rows of a product and 1, 2 or 4 vectors of its columns, whose sums stay in registers while the inner index
 * runs: c (+)= a b, with a broadcast element by element. Written out, because sums in an array would go through memory.
 */
final class FourRowBlocks {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    private FourRowBlocks() {}

    static void block4x1(
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

    static void block4x2(
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

    static void block4x4(
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

    static FloatVector start(float[] c, int at, boolean add) {
        return add ? FloatVector.fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
    }
}
