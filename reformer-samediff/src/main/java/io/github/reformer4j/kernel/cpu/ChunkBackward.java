package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Backward of chunks: P = exp(s − max) / sum computed again, dV = Pᵀ dO, dP = dO Vᵀ, dS = P (dP − D) with D the row sums of
 * dO O, dQ = dS K, dK = dSᵀ Q. Sums of a chunk of keys stay in its slot while queries see it, and go to their positions when
 * it leaves; those of a chunk outside of the stretch, which another thread may be writing, are spilt.
 */
final class ChunkBackward {

    private final ChunkWindow window;
    private final Lanes lanes;
    private final SlotGradients[] gradients;
    private final float[] dOutput; // [c, d]
    private final float[] dOutputAcross; // [d, c]
    private final float[] slopes; // [w, c]
    private final float[] max; // [c]
    private final float[] share; // [c], 1 / sum
    private final float[] along; // [c], D

    ChunkBackward(ChunkWindow window) {
        this.window = window;
        lanes = window.lanes;
        gradients = new SlotGradients[window.slots().length];
        Arrays.setAll(gradients, i -> new SlotGradients(window));
        dOutput = new float[window.chunkLength * window.stride];
        dOutputAcross = new float[window.depth * window.columns];
        slopes = new float[window.scores.length];
        max = new float[window.columns];
        share = new float[window.columns];
        along = new float[window.columns];
    }

    /**
     * Chunks {@code from} to {@code to} − 1 of one round.
     *
     * @param spilt gets what belongs to chunks outside
     */
    void run(
            HeadInputs inputs,
            AttentionPlan.Head head,
            HeadDropout dropout,
            int from,
            int to,
            HeadGradients into,
            List<Spill> spilt) {
        window.open(inputs, head);
        boolean first = from / head.order().chunksPerRound() == 0;
        SlotGradients.Stretch stretch = new SlotGradients.Stretch(from, to, first, inputs.shared(), into, spilt);
        for (int chunk = from; chunk < to; chunk++) {
            window.load(chunk, slot -> of(slot).leave(slot, stretch));
            for (int offset = -window.shape.before(); offset <= window.shape.after(); offset++) {
                of(window.slot(chunk, offset)).begin(chunk + offset);
            }
            window.score(chunk);
            loadOutput(into);
            lanes.softmax(window.scores, window.shape.keys(), window.columns, max, share);
            slope(chunk, dropout);
            add(chunk);
        }
        for (WindowSlot slot : window.slots()) {
            if (slot.chunk != WindowSlot.NOTHING) {
                of(slot).leave(slot, stretch);
            }
        }
    }

    private SlotGradients of(WindowSlot slot) {
        return gradients[Math.floorMod(slot.chunk, gradients.length)];
    }

    private void loadOutput(HeadGradients into) {
        for (int i = 0; i < window.chunkLength; i++) {
            int position = window.positions[i];
            if (position == ChunkOrder.EMPTY) {
                Arrays.fill(dOutput, i * window.stride, i * window.stride + window.depth, 0.0f);
                max[i] = 0.0f;
                share[i] = 0.0f;
                along[i] = 0.0f;
            } else {
                into.dOutput().get(position, dOutput, i * window.stride);
                max[i] = into.attended().getMax(position);
                share[i] = 1.0f / into.attended().getSum(position);
                along[i] = into.along(position);
            }
        }
        Transposition.of(dOutput, window.stride, window.chunkLength, window.depth, dOutputAcross, window.columns);
    }

    /** dS into {@code slopes}, and the weights with dropout in place of the scores. */
    private void slope(int chunk, HeadDropout dropout) {
        for (int offset = -window.shape.before(); offset <= window.shape.after(); offset++) {
            lanes.multiply(
                    Matrix.rows(window.slot(chunk, offset).value, 0, window.stride),
                    Matrix.rows(dOutputAcross, 0, window.columns),
                    Matrix.rows(slopes, window.block(offset), window.columns),
                    window.chunkLength,
                    window.columns,
                    window.depth,
                    false);
        }
        if (dropout.rate() > 0.0) {
            window.drop(chunk, slopes, dropout.rate(), dropout.key());
        }
        window.slope(chunk, slopes, along);
        if (dropout.rate() > 0.0) {
            window.drop(chunk, window.scores, dropout.rate(), dropout.key());
        }
    }

    private void add(int chunk) {
        SlotGradients own = of(window.slot(chunk, 0));
        boolean add = false;
        for (int offset = -window.shape.before(); offset <= window.shape.after(); offset++) {
            WindowSlot slot = window.slot(chunk, offset);
            SlotGradients sums = of(slot);
            product(Matrix.rows(window.scores, window.block(offset), window.columns), dOutput, sums.value, true);
            product(Matrix.rows(slopes, window.block(offset), window.columns), window.queries, sums.key, true);
            product(Matrix.columns(slopes, window.block(offset), window.columns), slot.key, own.query, add);
            add = true;
        }
    }

    /** sums = a b, or sums += a b, all of them [c, ·]. */
    private void product(Matrix a, float[] b, float[] sums, boolean add) {
        int c = window.chunkLength;
        lanes.multiply(
                a, Matrix.rows(b, 0, window.stride), Matrix.rows(sums, 0, window.stride), c, window.stride, c, add);
    }
}
