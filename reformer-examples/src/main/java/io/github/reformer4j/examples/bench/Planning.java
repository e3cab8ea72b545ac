package io.github.reformer4j.examples.bench;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What attends to what, as the layers of the library plan it for causal attention without padding. */
final class Planning {

    private static final AttentionPlan.Dropout NONE = new AttentionPlan.Dropout(0.0, 0);

    private final LayerKind kind;
    private final INDArray q;
    private final int length;
    private long seed;

    /**
     * Plans for queries.
     *
     * @param q [b, n, h d]
     */
    Planning(LayerKind kind, INDArray q) {
        this.kind = kind;
        this.q = q;
        length = (int) q.size(1);
    }

    /** The next plans, from other rotations than those before. */
    List<AttentionPlan> next() {
        return plans(seed++);
    }

    /** A plan for each sequence. */
    List<AttentionPlan> plans(long key) {
        int batch = (int) q.size(0);
        ScoreRule rule = ScoreRule.of(true, kind.projections() == 2, null);
        if (kind.exact() || length <= kind.shape().chunk()) {
            return IntStream.range(0, batch)
                    .mapToObj(row -> (AttentionPlan) new AttentionPlan.Exact(rule, NONE))
                    .toList();
        }
        int[] all = IntStream.range(0, length).toArray();
        int[] buckets = kind.rounds() > 0 ? buckets(key) : new int[0];
        return IntStream.range(0, batch)
                .mapToObj(row -> chunked(row, all, buckets, rule))
                .toList();
    }

    private AttentionPlan chunked(int row, int[] all, int[] buckets, ScoreRule rule) {
        int heads = kind.rounds() > 0 ? kind.shape().heads() : 1;
        List<AttentionPlan.Head> orders = IntStream.range(0, heads)
                .parallel()
                .mapToObj(head -> new AttentionPlan.Head(order(row, head, all, buckets), rule))
                .toList();
        boolean[] placed = new boolean[length];
        Arrays.fill(placed, true);
        return new AttentionPlan.Chunked(orders, placed, NONE, false);
    }

    private ChunkOrder order(int row, int head, int[] all, int[] buckets) {
        ChunkOrder.Window window = new ChunkOrder.Window(kind.shape().chunk(), 1, 0, kind.rounds() > 0);
        int first = (row * kind.shape().heads() + head) * kind.rounds() * length;
        return kind.rounds() > 0
                ? ChunkOrder.byBucket(all, buckets, first, length, kind.rounds(), window)
                : ChunkOrder.inSequence(all, length, window);
    }

    private int[] buckets(long key) {
        int[] factors = Buckets.automatic(0).factorsFor(length, kind.shape().chunk());
        int directions = Arrays.stream(factors).sum() / 2;
        try (INDArray rotations = Step.inference(key)
                .rotations(q.dataType(), kind.shape().heads(), kind.shape().headSize(), kind.rounds(), directions)) {
            return Kernels.current().attention(q.dataType()).buckets(q, rotations, factors);
        }
    }
}
