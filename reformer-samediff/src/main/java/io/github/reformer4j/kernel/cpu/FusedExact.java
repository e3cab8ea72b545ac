package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact attention of a batch in tiles, so that memory is linear in the length: a thread takes whole heads where there are
 * enough of them, and otherwise all threads share a head. Which of both depends on the shape alone.
 */
final class FusedExact {

    /** From so many tiles of queries on, all threads share a head in forward. */
    private static final int SHARED_TILES = 32;

    /** From so many heads on, a thread takes whole ones in backward. */
    private static final int WHOLE_HEADS = 4;

    /** Sums of keys and values that are made side by side where threads share a head in backward. */
    private static final int STRIPES = 4;

    private final Lanes lanes;
    private final List<AttentionPlan.Exact> plans;
    private final HeadArrays arrays;
    private final int depth;
    private final int tiles;

    FusedExact(Lanes lanes, List<AttentionPlan.Exact> plans, Inputs inputs) {
        this.lanes = lanes;
        this.plans = plans;
        arrays = new HeadArrays(lanes, inputs);
        depth = inputs.headSize();
        tiles = (arrays.length() + ExactTile.QUERIES - 1) / ExactTile.QUERIES;
    }

    void forward(Attended into) {
        HeadArrays.Outputs outputs = arrays.new Outputs(into);
        if (tiles < SHARED_TILES) {
            record Memory(PackedHead packed, ExactForward forward) {}
            Workers.run(arrays.count(), () -> new Memory(packed(), new ExactForward(tile())), (memory, index) -> {
                memory.packed.load(arrays.inputs(index));
                for (int t = 0; t < tiles; t++) {
                    forward(memory.forward, memory.packed, index, t, outputs);
                }
            });
        } else {
            forwardShared(outputs);
        }
        outputs.store();
    }

    private void forwardShared(HeadArrays.Outputs outputs) {
        PackedHead packed = packed();
        for (int i = 0; i < arrays.count(); i++) {
            int index = i;
            packed.load(arrays.inputs(index));
            // The longest first: the last tiles of causal attention see the most keys.
            Workers.run(
                    tiles,
                    () -> new ExactForward(tile()),
                    (forward, t) -> forward(forward, packed, index, tiles - 1 - t, outputs));
        }
    }

    private void forward(ExactForward forward, PackedHead packed, int index, int t, HeadArrays.Outputs outputs) {
        forward.run(
                arrays.inputs(index),
                packed,
                rule(index),
                dropout(index),
                t * ExactTile.QUERIES,
                outputs.of(index, null));
    }

    void backward(Attended attended, INDArray dOutput, InputGradients into) {
        HeadArrays.Gradients gradients = arrays.new Gradients(attended, dOutput, into);
        if (arrays.count() >= WHOLE_HEADS) {
            Workers.run(arrays.count(), this::whole, (memory, index) -> {
                memory.packed.load(arrays.inputs(index));
                PackedHead.Sums sums = memory.sums;
                sums.clear();
                for (int t = 0; t < tiles; t++) {
                    backward(memory.backward, memory.packed, index, t, gradients, sums);
                }
                memory.packed.write(sums, gradients.of(index));
            });
            return;
        }
        for (int index = 0; index < arrays.count(); index++) {
            backwardShared(index, gradients);
        }
    }

    /** One thread's memory for whole heads on the way back. */
    private record Whole(PackedHead packed, ExactBackward backward, PackedHead.Sums sums) {}

    private Whole whole() {
        PackedHead packed = packed();
        return new Whole(packed, new ExactBackward(tile()), new PackedHead.Sums(packed));
    }

    private void backwardShared(int index, HeadArrays.Gradients gradients) {
        PackedHead packed = packed().load(arrays.inputs(index));
        PackedHead.Sums[] stripes = new PackedHead.Sums[Math.min(STRIPES, tiles)];
        Arrays.setAll(stripes, i -> new PackedHead.Sums(packed));
        Workers.run(stripes.length, () -> new ExactBackward(tile()), (backward, stripe) -> {
            for (int t = stripe; t < tiles; t += stripes.length) {
                backward(backward, packed, index, t, gradients, stripes[stripe]);
            }
        });
        for (int stripe = 1; stripe < stripes.length; stripe++) {
            stripes[0].add(stripes[stripe]);
        }
        packed.write(stripes[0], gradients.of(index));
    }

    private void backward(
            ExactBackward backward,
            PackedHead packed,
            int index,
            int t,
            HeadArrays.Gradients gradients,
            PackedHead.Sums sums) {
        backward.run(
                arrays.inputs(index),
                packed,
                rule(index),
                dropout(index),
                t * ExactTile.QUERIES,
                gradients.of(index),
                sums);
    }

    private ScoreRule rule(int index) {
        return plans.get(arrays.row(index)).rule();
    }

    private HeadDropout dropout(int index) {
        return HeadDropout.of(plans.get(arrays.row(index)), arrays.head(index));
    }

    private PackedHead packed() {
        int stride = lanes.padded(depth);
        return new PackedHead(arrays.length(), depth, stride, new KeyScale(lanes, depth, stride, arrays.shared()));
    }

    private ExactTile tile() {
        return new ExactTile(lanes, arrays.length(), depth);
    }
}
