package io.github.reformer4j.block;

import io.github.reformer4j.block.SelfAttentionPass.Kind;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.RoundRule;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shared-QK self-attention by locality sensitive hashing (Reformer, section 2): [b, n, d_model] to [b, n, h · d]. In each
 * round positions are sorted by bucket and cut into chunks, a chunk attends to itself and its neighbours, and the rounds
 * are one softmax over everything that was seen (equation 6), in time O(r n c).
 *
 * <p>Parameters {@code query_key.weight}, {@code value.weight} [d_model, h · d]. Any length: the last chunk is filled up
 * inside. Rotations are drawn by the step, anew for every seed. Without padding and with a length of whole chunks both
 * {@link Semantics} agree.
 */
public final class LshSelfAttention implements Block {

    private final LshAttentionConfig config;

    LshSelfAttention(LshAttentionConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return FullSelfAttention.projections(config.inputSize(), config.heads() * config.headSize(), true);
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        return pass(x, weights, step);
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        return pass(x, weights, step).intoOutput();
    }

    private SelfAttentionPass pass(INDArray x, Weights weights, Step step) {
        AttentionInput.require3d(x, config.inputSize(), step);
        Kind kind = new Kind(config.heads(), true, new HeadMask(config.headMask()));
        return new SelfAttentionPass(x, weights, kind, q -> plans(q, step));
    }

    private List<AttentionPlan> plans(INDArray q, Step step) {
        double dropout = step.training() ? config.dropout() : 0.0;
        int length = (int) q.size(1);
        if (length <= config.exactUpTo()) {
            return FullSelfAttention.plans(q, step, config.causal(), true, dropout);
        }
        int[] buckets = step.buckets(() -> hash(q, step));
        AttentionRecorder recorder = step.recorder();
        if (recorder != null) {
            recorder.add(step, config, q, buckets);
        }
        return AttentionInput.planned(q, step, dropout, (row, tokens, chance) -> {
            int[] placed = AttentionInput.placed(config.semantics(), tokens, length);
            ScoreRule rule = ScoreRule.of(config.causal(), true, tokens);
            List<AttentionPlan.Head> heads = IntStream.range(0, config.heads())
                    .parallel()
                    .mapToObj(head -> head(buckets, row, head, length, placed, rule))
                    .toList();
            return new AttentionPlan.Chunked(
                    heads, AttentionInput.flags(placed, length), chance, config.semantics() == Semantics.REFERENCE);
        });
    }

    private AttentionPlan.Head head(int[] buckets, int row, int head, int length, int[] placed, ScoreRule rule) {
        int first = (row * config.heads() + head) * config.rounds() * length;
        return head(config, new Rounds(buckets, first, config.rounds(), length), placed, rule);
    }

    /**
     * Some rounds of one head of one sequence.
     *
     * @param buckets ids by round and position, [count, length] from {@code first} on
     */
    @SuppressWarnings("ArrayRecordComponent") // looked into, never compared
    record Rounds(int[] buckets, int first, int count, int length) {}

    /** The order and the rule of a head whose rounds are these. */
    static AttentionPlan.Head head(LshAttentionConfig config, Rounds hashed, int[] placed, ScoreRule rule) {
        ChunkOrder.Window window =
                new ChunkOrder.Window(config.chunkLength(), config.chunksBefore(), config.chunksAfter(), true);
        ChunkOrder order =
                ChunkOrder.byBucket(placed, hashed.buckets(), hashed.first(), hashed.length(), hashed.count(), window);
        boolean refined = config.withinBucket() || config.correctDuplicates();
        RoundRule rounds = refined
                ? new RoundRule(
                        order, hashed.buckets(), hashed.first(), config.withinBucket(), config.correctDuplicates())
                : null;
        return new AttentionPlan.Head(order, rule.withRounds(rounds));
    }

    /** Buckets within each round, [b, h, r, n]; padding in a bucket of its own behind all others. */
    private int[] hash(INDArray q, Step step) {
        int length = (int) q.size(1);
        int[] factors = config.buckets().factorsFor(length, config.chunkLength());
        int directions = Arrays.stream(factors).sum() / 2;
        INDArray rotations =
                step.rotations(q.dataType(), config.heads(), config.headSize(), config.rounds(), directions);
        try (rotations) {
            int[] buckets = Kernels.current().attention(q.dataType()).buckets(q, rotations, factors);
            setPadding(buckets, step.mask(), length, Arrays.stream(factors).reduce(1, (a, b) -> a * b));
            return buckets;
        }
    }

    private void setPadding(int[] buckets, @Nullable PaddingMask mask, int length, int bucket) {
        if (mask == null) {
            return;
        }
        int perRow = config.heads() * config.rounds() * length;
        for (int i = 0; i < buckets.length; i++) {
            if (!mask.isToken(i / perRow, i % length)) {
                buckets[i] = bucket;
            }
        }
    }
}
