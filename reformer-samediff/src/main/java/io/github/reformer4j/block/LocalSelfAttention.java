package io.github.reformer4j.block;

import io.github.reformer4j.block.SelfAttentionPass.Kind;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.SequenceAttention;
import io.github.reformer4j.kernel.nd4j.ChunkedAttention;
import java.util.List;
import java.util.function.IntFunction;
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
        AttentionInput.require3d(x, config.inputSize(), step);
        Kind kind = new Kind(config.heads(), false, List.of());
        int length = (int) x.size(1);
        return SelfAttentionPass.record(x, weights, kind, q -> rows(step, length));
    }

    private IntFunction<SequenceAttention> rows(Step step, int length) {
        double dropout = step.training() ? config.dropout() : 0.0;
        if (length <= config.exactUpTo()) {
            return FullSelfAttention.rows(step, config.causal(), false, dropout, length);
        }
        long key = step.key("attention");
        boolean wraps = config.semantics() == Semantics.REFERENCE;
        ChunkOrder.Window window =
                new ChunkOrder.Window(config.chunkLength(), config.chunksBefore(), config.chunksAfter(), wraps);
        return row -> {
            boolean[] tokens = AttentionInput.tokens(step.mask(), row, length);
            int[] placed = AttentionInput.placed(config.semantics(), tokens, length);
            ChunkedAttention.Head head = new ChunkedAttention.Head(
                    ChunkOrder.inSequence(placed, length, window), ScoreRule.of(config.causal(), false, tokens));
            return new ChunkedAttention(
                    List.of(head),
                    AttentionInput.flags(placed, length),
                    dropout,
                    CounterRandom.derive(key, row),
                    false);
        };
    }
}
