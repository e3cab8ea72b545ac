package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.ReferenceRounding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of a batch, opened once, and the parts of them that belong to a head of a row. */
final class HeadArrays {

    private final Lanes lanes;
    private final Inputs inputs;
    private final NativeFloats q;
    private final @Nullable NativeFloats k;
    private final NativeFloats v;

    HeadArrays(Lanes lanes, Inputs inputs) {
        this.lanes = lanes;
        this.inputs = inputs;
        q = NativeFloats.of(inputs.q());
        k = inputs.k() == null ? null : NativeFloats.of(inputs.k());
        v = NativeFloats.of(inputs.v());
    }

    /** Heads of all rows, b · h; head i of the batch is head i mod h of row i / h. */
    int count() {
        return inputs.batch() * inputs.heads();
    }

    Lanes lanes() {
        return lanes;
    }

    /** Numbers of the vectors of all heads of a position, h · d. */
    int width() {
        return inputs.heads() * inputs.headSize();
    }

    /** Numbers of a vector, d. */
    int depth() {
        return inputs.headSize();
    }

    int length() {
        return inputs.length();
    }

    /** Whether keys are made of queries. */
    boolean shared() {
        return k == null;
    }

    int row(int index) {
        return index / inputs.heads();
    }

    int head(int index) {
        return index % inputs.heads();
    }

    HeadInputs inputs(int index) {
        return new HeadInputs(rows(q, index), k == null ? null : rows(k, index), rows(v, index));
    }

    /** The vectors of a head in an array [b, n, h · d]. */
    HeadRows rows(NativeFloats floats, int index) {
        return HeadRows.of(lanes, floats, inputs.q(), inputs.heads(), row(index), head(index));
    }

    /** Opened once: where attention goes, or came from. Maxima and sums stand on the heap, and are stored at the end. */
    final class Outputs {
        private final NativeFloats output;
        private final NativeFloats max;
        private final NativeFloats sum;
        private final float[] maxima;
        private final float[] sums;

        Outputs(Attended attended) {
            output = NativeFloats.of(attended.output());
            max = NativeFloats.of(attended.max());
            sum = NativeFloats.of(attended.sum());
            maxima = new float[Math.multiplyExact(count(), length())];
            sums = new float[maxima.length];
        }

        /** Takes in what forward stored. */
        Outputs load() {
            max.get(0, maxima, 0, maxima.length);
            sum.get(0, sums, 0, sums.length);
            return this;
        }

        void store() {
            max.put(0, maxima, 0, maxima.length);
            sum.put(0, sums, 0, sums.length);
        }

        HeadOutput of(int index, @Nullable ReferenceRounding rounding) {
            return new HeadOutput(rows(output, index), maxima, sums, index * length(), rounding);
        }
    }

    /** Some outputs, their gradients, and the products of both. */
    private static final class Pair {
        static final int ROWS = 64;
        final float[] dOutput;
        final float[] output;
        final float[] products = new float[ROWS];

        Pair(int depth) {
            dOutput = new float[ROWS * depth];
            output = new float[ROWS * depth];
        }
    }

    /** Opened once: gradients on their way back, with D = Σ dO O. */
    final class Gradients {
        private final NativeFloats dOutput;
        private final Outputs outputs;
        private final float[] products;
        private final NativeFloats dq;
        private final @Nullable NativeFloats dk;
        private final NativeFloats dv;

        Gradients(Attended attended, INDArray dOutput, InputGradients into) {
            this.dOutput = NativeFloats.of(dOutput);
            outputs = new Outputs(attended).load();
            products = new float[Math.multiplyExact(count(), length())];
            dq = NativeFloats.of(into.q());
            dk = into.k() == null ? null : NativeFloats.of(into.k());
            dv = NativeFloats.of(into.v());
            Workers.run(count(), () -> new Pair(depth()), this::multiply);
        }

        private void multiply(Pair pair, int index) {
            HeadRows dRows = rows(dOutput, index);
            HeadRows rows = rows(outputs.output, index);
            for (int first = 0; first < length(); first += Pair.ROWS) {
                int count = Math.min(Pair.ROWS, length() - first);
                for (int i = 0; i < count; i++) {
                    dRows.get(first + i, pair.dOutput, i * depth());
                    rows.get(first + i, pair.output, i * depth());
                }
                lanes.dots(pair.dOutput, pair.output, 0, depth(), depth(), count, pair.products);
                System.arraycopy(pair.products, 0, products, index * length() + first, count);
            }
        }

        HeadGradients of(int index) {
            return new HeadGradients(
                    rows(dOutput, index),
                    outputs.of(index, null),
                    products,
                    rows(dq, index),
                    dk == null ? null : rows(dk, index),
                    rows(dv, index));
        }
    }
}
