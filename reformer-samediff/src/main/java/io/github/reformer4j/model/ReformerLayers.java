package io.github.reformer4j.model;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.ReversibleLayer;
import io.github.reformer4j.reversible.ReversibleSequence;
import java.util.List;

/**
 * The reversible stack that a configuration describes. Layer i is y1 = x1 + attention(x2), y2 = x2 + feedForward(y1), each
 * with its norm inside (section 3): {@code layers.i.attention.{layer_norm, self_attention, output}} and
 * {@code layers.i.feed_forward.{layer_norm, dense, output}}.
 */
public final class ReformerLayers {

    private final ReformerConfig config;

    private ReformerLayers(ReformerConfig config) {
        this.config = config;
    }

    /** All layers in the configuration's memory mode. */
    public static ReversibleSequence of(ReformerConfig config) {
        ReformerLayers layers = new ReformerLayers(config);
        List<ReversibleLayer> all =
                config.attentionLayers().stream().map(layers::layer).toList();
        return new ReversibleSequence(all, config.memory());
    }

    private ReversibleLayer layer(AttentionKind kind) {
        return ReversibleLayer.of(attention(kind), feedForward());
    }

    private Block attention(AttentionKind kind) {
        int width = config.heads() * config.headSize();
        return new SequentialConfig(List.of(
                        new Part("layer_norm", norm()),
                        new Part("self_attention", selfAttention(config, kind)),
                        new Part(
                                "output",
                                new LinearConfig(width, config.hiddenSize(), false, config.initializerRange())),
                        new Part("output_dropout", new DropoutConfig(config.hiddenDropout()))))
                .toBlock();
    }

    private Block feedForward() {
        FeedForwardConfig dense = new FeedForwardConfig(
                config.hiddenSize(),
                config.feedForwardSize(),
                config.activation(),
                config.feedForwardChunk(),
                config.hiddenDropout(),
                config.initializerRange());
        return new SequentialConfig(List.of(new Part("layer_norm", norm()), new Part("", dense))).toBlock();
    }

    private LayerNormConfig norm() {
        return new LayerNormConfig(config.hiddenSize(), config.layerNormEpsilon());
    }

    /** The attention block of a layer of this kind. */
    public static BlockConfig selfAttention(ReformerConfig config, AttentionKind kind) {
        return switch (kind) {
            case LSH -> lsh(config);
            case LOCAL -> local(config);
            case FULL -> full(config, false);
            case FULL_SHARED -> full(config, true);
        };
    }

    /** LSH layers of this configuration. */
    public static LshAttentionConfig lsh(ReformerConfig config) {
        ReformerConfig.Lsh lsh = config.lsh();
        return new LshAttentionConfig(
                config.hiddenSize(),
                config.heads(),
                config.headSize(),
                lsh.buckets(),
                lsh.rounds(),
                lsh.chunkLength(),
                lsh.chunksBefore(),
                lsh.chunksAfter(),
                config.causal(),
                lsh.dropout(),
                config.semantics(),
                lsh.withinBucket(),
                lsh.correctDuplicates(),
                lsh.chunkLength(),
                List.of());
    }

    /** Local layers of this configuration. */
    public static LocalAttentionConfig local(ReformerConfig config) {
        ReformerConfig.Local local = config.local();
        return new LocalAttentionConfig(
                config.hiddenSize(),
                config.heads(),
                config.headSize(),
                local.chunkLength(),
                local.chunksBefore(),
                local.chunksAfter(),
                config.causal(),
                local.dropout(),
                config.semantics(),
                local.chunkLength());
    }

    private static FullAttentionConfig full(ReformerConfig config, boolean shared) {
        return new FullAttentionConfig(
                config.hiddenSize(),
                config.heads(),
                config.headSize(),
                config.causal(),
                shared,
                config.lsh().dropout());
    }
}
