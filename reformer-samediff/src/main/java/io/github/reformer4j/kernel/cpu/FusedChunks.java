package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ReferenceRounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LSH or local attention of a batch. Work is cut into stretches of chunks of one head in one round; the stretches of a round
 * run on all threads, the rounds one after another, so that a position is written by one thread at a time. How it is cut
 * depends on the shape alone, so the result does not depend on the number of threads.
 */
final class FusedChunks {

    private static final int LONGEST_STRETCH = 32;
    private static final int SHORTEST_STRETCH = 4;

    /** Stretches of a round, at least, where there are chunks enough. */
    private static final int STRETCHES = 16;

    private final Lanes lanes;
    private final List<AttentionPlan.Chunked> plans;
    private final HeadArrays arrays;
    private final int rounds;

    FusedChunks(Lanes lanes, List<AttentionPlan.Chunked> plans, Inputs inputs) {
        this.lanes = lanes;
        this.plans = plans;
        arrays = new HeadArrays(lanes, inputs);
        rounds = plans.get(0).rounds();
    }

    /** Chunks {@code from} to {@code to} − 1 of head {@code index} of the batch. */
    private record Stretch(int index, int from, int to) {}

    void forward(Attended into) {
        HeadArrays.Outputs outputs = arrays.new Outputs(into);
        HeadOutput[] heads = new HeadOutput[arrays.count()];
        Arrays.setAll(heads, index -> outputs.of(index, rounding(index)));
        for (int round = 0; round < rounds; round++) {
            List<Stretch> stretches = stretches(round);
            Workers.run(stretches.size(), () -> new ChunkForward(window()), (forward, task) -> {
                Stretch stretch = stretches.get(task);
                int index = stretch.index();
                forward.run(
                        arrays.inputs(index),
                        head(index),
                        HeadDropout.of(plan(index), arrays.head(index)),
                        stretch.from(),
                        stretch.to(),
                        heads[index]);
            });
        }
        clear(heads);
        outputs.store();
    }

    /** Rounding as published, where the plan asks for it. */
    private @org.jspecify.annotations.Nullable ReferenceRounding rounding(int index) {
        return plan(index).likeReference() ? new ReferenceRounding(rounds, arrays.length()) : null;
    }

    void backward(Attended attended, INDArray dOutput, InputGradients into) {
        HeadArrays.Gradients gradients = arrays.new Gradients(attended, dOutput, into);
        for (int round = 0; round < rounds; round++) {
            List<Stretch> stretches = stretches(round);
            List<List<Spill>> spilt = new ArrayList<>();
            stretches.forEach(stretch -> spilt.add(new ArrayList<>()));
            Workers.run(stretches.size(), () -> new ChunkBackward(window()), (backward, task) -> {
                Stretch stretch = stretches.get(task);
                int index = stretch.index();
                backward.run(
                        arrays.inputs(index),
                        head(index),
                        HeadDropout.of(plan(index), arrays.head(index)),
                        stretch.from(),
                        stretch.to(),
                        gradients.of(index),
                        spilt.get(task));
            });
            addSpilt(stretches, spilt, gradients);
        }
        clear(gradients);
    }

    /** In the order of the stretches, so that sums are always the same. */
    private void addSpilt(List<Stretch> stretches, List<List<Spill>> spilt, HeadArrays.Gradients gradients) {
        Workers.run(arrays.count(), () -> stretches, (all, index) -> {
            HeadGradients into = gradients.of(index);
            for (int task = 0; task < all.size(); task++) {
                if (all.get(task).index() == index) {
                    spilt.get(task).forEach(spill -> spill.addTo(into));
                }
            }
        });
    }

    private AttentionPlan.Chunked plan(int index) {
        return plans.get(arrays.row(index));
    }

    private AttentionPlan.Head head(int index) {
        return plan(index).head(arrays.head(index));
    }

    private ChunkWindow window() {
        return new ChunkWindow(lanes, head(0).order().window(), arrays.inputs(0), head(0));
    }

    private List<Stretch> stretches(int round) {
        List<Stretch> stretches = new ArrayList<>();
        for (int index = 0; index < arrays.count(); index++) {
            int chunks = head(index).order().chunksPerRound();
            long wanted = (long) chunks * arrays.count() / STRETCHES;
            int step = (int) Math.max(SHORTEST_STRETCH, Math.min(LONGEST_STRETCH, wanted));
            for (int from = 0; from < chunks; from += step) {
                int first = round * chunks + from;
                stretches.add(new Stretch(index, first, round * chunks + Math.min(chunks, from + step)));
            }
        }
        return stretches;
    }

    /** What takes no place gives nothing. */
    private void clear(HeadOutput... heads) {
        for (int index = 0; index < heads.length; index++) {
            HeadOutput output = heads[index];
            float[] zero = new float[output.rows().size()];
            forUnplaced(index, position -> {
                output.rows().put(position, zero, 0);
                output.putState(position, 0.0f, 1.0f);
            });
        }
    }

    private void clear(HeadArrays.Gradients gradients) {
        for (int index = 0; index < arrays.count(); index++) {
            HeadGradients into = gradients.of(index);
            float[] zero = new float[into.q().size()];
            forUnplaced(index, position -> {
                into.q().put(position, zero, 0);
                into.v().put(position, zero, 0);
                HeadRows k = into.k();
                if (k != null) {
                    k.put(position, zero, 0);
                }
            });
        }
    }

    private void forUnplaced(int index, java.util.function.IntConsumer action) {
        boolean[] placed = plan(index).placed();
        for (int position = 0; position < placed.length; position++) {
            if (!placed[position]) {
                action.accept(position);
            }
        }
    }
}
