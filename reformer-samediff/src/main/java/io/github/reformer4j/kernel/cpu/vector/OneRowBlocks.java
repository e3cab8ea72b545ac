package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of a product and 1 or 4 vectors of its columns: the borders of a product, and products with one vector, which are
 * bound by how fast b can be read.
 */
final class OneRowBlocks {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    private OneRowBlocks() {}

    static void block1x1(
            float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int inner, boolean add) {
        FloatVector sum = FourRowBlocks.start(c, cAt, add);
        int aNext = aAt;
        int bNext = bAt;
        for (int k = 0; k < inner; k++) {
            sum = FloatVector.broadcast(SPECIES, a[aNext]).fma(FloatVector.fromArray(SPECIES, b, bNext), sum);
            aNext += aColumn;
            bNext += bRow;
        }
        sum.intoArray(c, cAt);
    }

    static void block1x4(
            float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int inner, boolean add) {
        FloatVector s0 = FourRowBlocks.start(c, cAt, add);
        FloatVector s1 = FourRowBlocks.start(c, cAt + WIDTH, add);
        FloatVector s2 = FourRowBlocks.start(c, cAt + 2 * WIDTH, add);
        FloatVector s3 = FourRowBlocks.start(c, cAt + 3 * WIDTH, add);
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
}
