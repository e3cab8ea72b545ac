package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ReferenceRounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LSH or local attention of a batch. Work is cut into stretches of chunks of one head in one round; the stretches of a round
 * run on all threads, the rounds one after another, so that a position is written by one thread at a time. How it is cut
 * depends on the shape alone, so the result does not depend on the number of threads.
 */
final class FusedChunks {

    private static final int LONGEST_STRETCH = 32;
    private static final int SHORTEST_STRETCH = 4;

    /** Numbers of a sequence's queries from which on caches do not hold what the rounds read and write. */
    static final long PACKED_FROM = 1L << 23;

    /** Positions of all heads that go together through all rounds. */
    private static final int GROUP = 1 << 14;

    /** Stretches of a round, at least, where there are chunks enough. */
    private static final int STRETCHES = 16;

    private final Lanes lanes;
    private final List<AttentionPlan.Chunked> plans;
    private final HeadArrays arrays;
    private final int rounds;
    private final long packedFrom;

    FusedChunks(Lanes lanes, List<AttentionPlan.Chunked> plans, Inputs inputs) {
        this(lanes, plans, inputs, PACKED_FROM);
    }

    FusedChunks(Lanes lanes, List<AttentionPlan.Chunked> plans, Inputs inputs, long packedFrom) {
        this.packedFrom = packedFrom;
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
        if (!packs()) {
            forward(0, arrays.count(), arrays::inputs, index -> heads[index]);
        } else {
            forwardPacked(heads);
        }
        clear(heads);
        outputs.store();
    }

    private void forwardPacked(HeadOutput... heads) {
        int most = groupSize();
        try (PackedInputs inputs = new PackedInputs(arrays, most);
                PackedRows output = inputs.another()) {
            for (int start = 0; start < heads.length; start += most) {
                int first = start;
                int count = Math.min(most, heads.length - first);
                inputs.load(first, count);
                forward(
                        first,
                        first + count,
                        index -> inputs.of(index - first),
                        index -> heads[index].at(output.of(index - first)));
                output.store(count, i -> heads[first + i].rows());
            }
        }
    }

    /** Round after round of heads {@code first} to {@code end} − 1. */
    private void forward(int first, int end, IntFunction<HeadInputs> inputs, IntFunction<HeadOutput> into) {
        for (int round = 0; round < rounds; round++) {
            List<Stretch> stretches = stretches(first, end, round);
            Workers.run(stretches.size(), () -> new ChunkForward(window()), (forward, task) -> {
                Stretch stretch = stretches.get(task);
                int index = stretch.index();
                forward.run(
                        inputs.apply(index),
                        head(index),
                        HeadDropout.of(plan(index), arrays.head(index)),
                        stretch.from(),
                        stretch.to(),
                        into.apply(index));
            });
        }
    }

    /** Whether the vectors of a head are copied together first; one round does not pay for it, nor do short sequences. */
    private boolean packs() {
        return packs(arrays.length(), arrays.width(), rounds, packedFrom);
    }

    static boolean packs(long length, int width, int rounds, long packedFrom) {
        return rounds > 1 && length * width >= packedFrom;
    }

    /**
     * Heads that go together through all rounds: few, so that their vectors stay in the cache, but enough to keep all threads
     * at work.
     */
    private int groupSize() {
        int stretches = stretches(0, 1, 0).size();
        int enough = (STRETCHES + stretches - 1) / stretches;
        return Math.max(1, Math.min(arrays.count(), Math.max(enough, GROUP / Math.max(1, arrays.length()))));
    }

    /** Rounding as published, where the plan asks for it. */
    private @org.jspecify.annotations.Nullable ReferenceRounding rounding(int index) {
        return plan(index).likeReference() ? new ReferenceRounding(rounds, arrays.length()) : null;
    }

    void backward(Attended attended, INDArray dOutput, InputGradients into) {
        HeadArrays.Gradients gradients = arrays.new Gradients(attended, dOutput, into);
        if (!packs()) {
            backward(0, arrays.count(), arrays::inputs, gradients::of);
        } else {
            backwardPacked(gradients);
        }
        clear(gradients);
    }

    private void backwardPacked(HeadArrays.Gradients gradients) {
        int most = groupSize();
        try (PackedInputs inputs = new PackedInputs(arrays, most);
                PackedGradients packed = new PackedGradients(inputs)) {
            for (int start = 0; start < arrays.count(); start += most) {
                int first = start;
                int count = Math.min(most, arrays.count() - first);
                inputs.load(first, count);
                packed.load(count, i -> gradients.of(first + i));
                backward(
                        first,
                        first + count,
                        index -> inputs.of(index - first),
                        index -> packed.of(index - first, gradients.of(index)));
                packed.store(count, i -> gradients.of(first + i));
            }
        }
    }

    private void backward(int first, int end, IntFunction<HeadInputs> inputs, IntFunction<HeadGradients> into) {
        for (int round = 0; round < rounds; round++) {
            List<Stretch> stretches = stretches(first, end, round);
            List<List<Spill>> spilt = new ArrayList<>();
            stretches.forEach(stretch -> spilt.add(new ArrayList<>()));
            Workers.run(stretches.size(), () -> new ChunkBackward(window()), (backward, task) -> {
                Stretch stretch = stretches.get(task);
                int index = stretch.index();
                backward.run(
                        inputs.apply(index),
                        head(index),
                        HeadDropout.of(plan(index), arrays.head(index)),
                        stretch.from(),
                        stretch.to(),
                        into.apply(index),
                        spilt.get(task));
            });
            addSpilt(stretches, spilt, first, end, into);
        }
    }

    /** In the order of the stretches, so that sums are always the same. */
    private static void addSpilt(
            List<Stretch> stretches,
            List<List<Spill>> spilt,
            int first,
            int end,
            IntFunction<HeadGradients> gradients) {
        Workers.run(end - first, () -> stretches, (all, i) -> {
            int index = first + i;
            HeadGradients into = gradients.apply(index);
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

    private List<Stretch> stretches(int first, int end, int round) {
        List<Stretch> stretches = new ArrayList<>();
        for (int index = first; index < end; index++) {
            int chunks = head(index).order().chunksPerRound();
            long wanted = (long) chunks * arrays.count() / STRETCHES;
            int step = (int) Math.max(SHORTEST_STRETCH, Math.min(LONGEST_STRETCH, wanted));
            for (int from = 0; from < chunks; from += step) {
                stretches.add(
                        new Stretch(index, round * chunks + from, round * chunks + Math.min(chunks, from + step)));
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
