package io.github.reformer4j.block;

import io.github.reformer4j.block.SelfAttentionPass.Kind;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.SequenceAttention;
import io.github.reformer4j.kernel.nd4j.ExactAttention;
import java.util.List;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact self-attention, softmax(q kᵀ / √d) v, computed in tiles: [b, n, d_model] to [b, n, h · d]. Memory grows with n,
 * time with n².
 *
 * <p>Parameters {@code query.weight}, {@code key.weight}, {@code value.weight} [d_model, h · d], or with shared queries
 * and keys {@code query_key.weight} and {@code value.weight}: those of {@link LshSelfAttention}, which approximates it.
 */
public final class FullSelfAttention implements Block {

    private final FullAttentionConfig config;

    FullSelfAttention(FullAttentionConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return projections(config.inputSize(), config.heads() * config.headSize(), config.sharedQueryKey());
    }

    /** The weights of self-attention. */
    static List<ParameterSpec> projections(int inputSize, int width, boolean shared) {
        Initializer initializer = Initializer.normal(FeedForwardConfig.DEVIATION);
        ParameterSpec value = ParameterSpec.of("value.weight", initializer, inputSize, width);
        return shared
                ? List.of(ParameterSpec.of("query_key.weight", initializer, inputSize, width), value)
                : List.of(
                        ParameterSpec.of("query.weight", initializer, inputSize, width),
                        ParameterSpec.of("key.weight", initializer, inputSize, width),
                        value);
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        AttentionInput.require3d(x, config.inputSize(), step);
        Kind kind = new Kind(config.heads(), config.sharedQueryKey(), List.of());
        double dropout = step.training() ? config.dropout() : 0.0;
        return SelfAttentionPass.record(
                x, weights, kind, q -> rows(step, config.causal(), config.sharedQueryKey(), dropout, (int) x.size(1)));
    }

    /** Exact attention of every row of a batch. */
    static IntFunction<SequenceAttention> rows(
            Step step, boolean causal, boolean avoidsSelf, double dropout, int length) {
        long key = step.key("attention");
        return row -> new ExactAttention(
                ScoreRule.of(causal, avoidsSelf, AttentionInput.tokens(step.mask(), row, length)),
                dropout,
                CounterRandom.derive(key, row));
    }
}
