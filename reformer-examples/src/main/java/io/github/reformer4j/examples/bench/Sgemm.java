package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products of square matrices by the backend's BLAS on all its threads: the rate that other arithmetic is held against. */
final class Sgemm implements Timed {

    static final String NAME = "sgemm";

    private static final int SIZE = 1024;
    private static final int PRODUCTS = 8;

    private final INDArray a = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
    private final INDArray b = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
    private final INDArray c = Nd4j.zeros(DataType.FLOAT, SIZE, SIZE);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double run() {
        return Timed.secondsOf(() -> {
            for (int i = 0; i < PRODUCTS; i++) {
                Nd4j.gemm(a, b, c, false, false, 1.0, 0.0);
            }
        });
    }

    /** Floating-point operations of a run. */
    static double operations() {
        return PRODUCTS * Arithmetic.dense(SIZE, SIZE, SIZE);
    }

    /** Operations a second, the median. */
    static double rate(Measured measured) {
        return operations() / measured.median(NAME);
    }

    /** The share of the rate in the same turn that a case with so many operations reached. */
    static double share(Measured measured, String name, double operations) {
        return operations / operations() / measured.ratio(name, NAME);
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
