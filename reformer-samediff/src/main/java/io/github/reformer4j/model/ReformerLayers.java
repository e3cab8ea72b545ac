package io.github.reformer4j.model;

import io.github.reformer4j.block.AxialPositions;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LearnedPositions;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.PositionEmbedding;
import io.github.reformer4j.block.Sequential;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.block.SinusoidalPositions;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.TokenEmbedding;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.ReversibleLayer;
import io.github.reformer4j.reversible.ReversibleSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reversible stack that a configuration describes. Layer i is y1 = x1 + attention(x2), y2 = x2 + feedForward(y1), each
 * with its norm inside (section 3): {@code layers.i.attention.{layer_norm, self_attention, output}} and
 * {@code layers.i.feed_forward.{layer_norm, dense, output}}.
 */
public final class ReformerLayers {

    /**
     * Deviation of fresh vectors of tokens and positions. The reversible streams begin with their sum and add to it what
     * layers give, which has a deviation of some tenths: beside that a token of deviation 0.02 would drown.
     */
    private static final double EMBEDDED = 0.5;

    private final ReformerConfig config;
    private final @Nullable AttentionObserver observer;

    private ReformerLayers(ReformerConfig config, @Nullable AttentionObserver observer) {
        this.config = config;
        this.observer = observer;
    }

    /** All layers in the configuration's memory mode. */
    public static ReversibleSequence of(ReformerConfig config) {
        return of(config, null);
    }

    /** The same, with someone who sees what their attention reads. */
    static ReversibleSequence of(ReformerConfig config, @Nullable AttentionObserver observer) {
        ReformerLayers layers = new ReformerLayers(config, observer);
        List<ReversibleLayer> all = IntStream.range(0, config.attentionLayers().size())
                .mapToObj(layers::layer)
                .toList();
        return new ReversibleSequence(all, config.memory());
    }

    /**
     * Attention and feed-forward of every layer in turn, each with its norm inside: what an ordinary residual network, which is
     * not reversible, adds to its one stream.
     */
    public static List<Block> residuals(ReformerConfig config) {
        ReformerLayers layers = new ReformerLayers(config, null);
        return IntStream.range(0, config.attentionLayers().size())
                .boxed()
                .flatMap(index -> Stream.of(layers.attention(index), layers.feedForward()))
                .toList();
    }

    /** Token ids to vectors, with those of their positions. */
    public static TokenEmbedding embedding(ReformerConfig config) {
        return new TokenEmbedding(config.vocabularySize(), config.hiddenSize(), EMBEDDED, positions(config));
    }

    private static @Nullable PositionEmbedding positions(ReformerConfig config) {
        return switch (config.positions().kind()) {
            case AXIAL ->
                new AxialPositions(
                        config.positions().axialShape(), config.positions().axialDims(), EMBEDDED);
            case LEARNED -> new LearnedPositions(config.maxPositions(), config.hiddenSize(), EMBEDDED);
            case SINUSOIDAL -> new SinusoidalPositions(config.hiddenSize());
            case NONE -> null;
        };
    }

    private ReversibleLayer layer(int index) {
        return ReversibleLayer.of(attention(index), feedForward());
    }

    private Block attention(int index) {
        int width = config.heads() * config.headSize();
        Block self = selfAttention(config, config.attentionLayers().get(index)).toBlock();
        LinearConfig output = new LinearConfig(width, config.hiddenSize(), false, config.initializerRange());
        List<Sequential.Part> parts = new ArrayList<>(List.of(
                new Sequential.Part("layer_norm", norm().toBlock()),
                new Sequential.Part("self_attention", observer == null ? self : new Observed(index, self, observer)),
                new Sequential.Part("output", output.toBlock())));
        if (config.hiddenDropout() > 0.0) {
            parts.add(new Sequential.Part("output_dropout", new DropoutConfig(config.hiddenDropout()).toBlock()));
        }
        return new Sequential(parts);
    }

    /** A block that shows its input before it reads it. */
    private record Observed(int layer, Block block, AttentionObserver observer) implements Block {
        @Override
        public List<ParameterSpec> parameters() {
            return block.parameters();
        }

        @Override
        public Pass record(INDArray x, Weights weights, Step step) {
            observer.attends(layer, x);
            return block.record(x, weights, step);
        }
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

    /** Layers of exact attention. */
    public static FullAttentionConfig full(ReformerConfig config, boolean shared) {
        return new FullAttentionConfig(
                config.hiddenSize(),
                config.heads(),
                config.headSize(),
                config.causal(),
                shared,
                config.lsh().dropout());
    }
}
