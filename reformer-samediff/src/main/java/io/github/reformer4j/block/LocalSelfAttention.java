package io.github.reformer4j.block;

import io.github.reformer4j.block.SelfAttentionPass.Kind;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Self-attention of a chunk to itself and its neighbours: [b, n, d_model] to [b, n, h · d], in time O(n c).
 *
 * <p>Parameters {@code query.weight}, {@code key.weight}, {@code value.weight} [d_model, h · d]. Any length: the last
 * chunk is filled up inside. By the paper's semantics padding takes no place and windows end with the sequence; by the
 * reference's they wrap around, so that without a causal mask the first chunk sees the last.
 */
public final class LocalSelfAttention implements Block {

    private final LocalAttentionConfig config;

    LocalSelfAttention(LocalAttentionConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return FullSelfAttention.projections(config.inputSize(), config.heads() * config.headSize(), false);
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
        Kind kind = new Kind(config.heads(), false, HeadMask.NONE);
        return new SelfAttentionPass(x, weights, kind, q -> plans(q, step));
    }

    private List<AttentionPlan> plans(INDArray q, Step step) {
        double dropout = step.training() ? config.dropout() : 0.0;
        int length = (int) q.size(1);
        if (length <= config.exactUpTo()) {
            return FullSelfAttention.plans(q, step, config.causal(), false, dropout);
        }
        boolean wraps = config.semantics() == Semantics.REFERENCE;
        ChunkOrder.Window window =
                new ChunkOrder.Window(config.chunkLength(), config.chunksBefore(), config.chunksAfter(), wraps);
        return AttentionInput.planned(q, step, dropout, (row, tokens, chance) -> {
            int[] placed = AttentionInput.placed(config.semantics(), tokens, length);
            AttentionPlan.Head head = new AttentionPlan.Head(
                    ChunkOrder.inSequence(placed, length, window), ScoreRule.of(config.causal(), false, tokens));
            return new AttentionPlan.Chunked(List.of(head), AttentionInput.flags(placed, length), chance, false);
        });
    }
}
