package io.github.reformer4j.block;

import io.github.reformer4j.block.SelfAttentionPass.Kind;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.List;
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
        return pass(x, weights, step);
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        return pass(x, weights, step).intoOutput();
    }

    private SelfAttentionPass pass(INDArray x, Weights weights, Step step) {
        AttentionInput.require3d(x, config.inputSize(), step);
        Kind kind = new Kind(config.heads(), config.sharedQueryKey(), HeadMask.NONE);
        double dropout = step.training() ? config.dropout() : 0.0;
        return new SelfAttentionPass(
                x, weights, kind, q -> plans(q, step, config.causal(), config.sharedQueryKey(), dropout));
    }

    /** Exact attention of every sequence of a batch, q [b, n, h · d]. */
    static List<AttentionPlan> plans(INDArray q, Step step, boolean causal, boolean avoidsSelf, double dropout) {
        return AttentionInput.planned(
                q,
                step,
                dropout,
                (row, tokens, chance) -> new AttentionPlan.Exact(ScoreRule.of(causal, avoidsSelf, tokens), chance));
    }
}
