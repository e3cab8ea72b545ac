package io.github.reformer4j.examples.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers of a batch of sequences in the making, [b, d, n], Deeplearning4j's NCW; zero until something is said. */
final class Sequences {

    private final int depth;
    private final int length;
    private final float[] numbers;
    private final int batch;

    Sequences(int batch, int depth, int length) {
        this.batch = batch;
        this.depth = depth;
        this.length = length;
        numbers = new float[batch * depth * length];
    }

    void set(int row, int feature, int step, double value) {
        numbers[(row * depth + feature) * length + step] = (float) value;
    }

    /** [b, d, n]. */
    INDArray array() {
        return Nd4j.create(numbers, new long[] {batch, depth, length}, 'c');
    }

    /** [b, n], for masks; of depth 1. */
    INDArray mask() {
        return Nd4j.create(numbers, new long[] {batch, length}, 'c');
    }
}
