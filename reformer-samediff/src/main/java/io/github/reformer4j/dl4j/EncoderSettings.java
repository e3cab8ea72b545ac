package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What a {@link ReformerEncoderLayer} is told besides its depth; its builder changes it, the layer does not. */
final class EncoderSettings {

    @JsonProperty
    int nLayers = 2;

    /** In turn, from the first layer on. */
    @JsonProperty
    List<AttentionKind> attention = List.of(AttentionKind.LSH);

    @JsonProperty
    int nHeads = 1;

    @JsonProperty
    int headSize;

    @JsonProperty
    int dFeedForward;

    @JsonProperty
    Activation innerActivation = Activation.GELU;

    @JsonProperty
    int feedForwardChunk = 1024;

    @JsonProperty
    int rounds = 1;

    @JsonProperty
    List<Integer> buckets = List.of();

    @JsonProperty
    Chunks lshChunks = new Chunks(64, 1, 0);

    @JsonProperty
    Chunks localChunks = new Chunks(64, 1, -1);

    @JsonProperty
    boolean causal;

    @JsonProperty
    double attentionDropout;

    @JsonProperty
    double hiddenDropout;

    @JsonProperty
    double normEpsilon = 1e-6;

    @JsonProperty
    MemoryMode memory = MemoryMode.REVERSIBLE;

    /** Positions of a chunk, and chunks that it attends to besides itself; {@code after} −1: 1, or 0 if causal. */
    static final class Chunks {

        @JsonProperty
        private int length = 1;

        @JsonProperty
        private int before;

        @JsonProperty
        private int after;

        /** For JSON. */
        Chunks() {}

        Chunks(int length, int before, int after) {
            this.length = length;
            this.before = before;
            this.after = after;
        }

        Chunks ofLength(int newLength) {
            return new Chunks(newLength, before, after);
        }

        Chunks seeing(int newBefore, int newAfter) {
            return new Chunks(length, newBefore, newAfter);
        }

        private int after(boolean causal) {
            return after >= 0 ? after : causal ? 0 : 1;
        }
    }

    /** The settings of a builder that starts. */
    EncoderSettings() {}

    /** The same, which stay as they are when the builder goes on. */
    EncoderSettings copy() {
        EncoderSettings copy = new EncoderSettings();
        copy.nLayers = nLayers;
        copy.attention = attention;
        copy.nHeads = nHeads;
        copy.headSize = headSize;
        copy.dFeedForward = dFeedForward;
        copy.innerActivation = innerActivation;
        copy.feedForwardChunk = feedForwardChunk;
        copy.rounds = rounds;
        copy.buckets = buckets;
        copy.lshChunks = lshChunks;
        copy.localChunks = localChunks;
        copy.causal = causal;
        copy.attentionDropout = attentionDropout;
        copy.hiddenDropout = hiddenDropout;
        copy.normEpsilon = normEpsilon;
        copy.memory = memory;
        return copy;
    }

    /**
     * Throws, in a sentence, where something cannot be right whatever the depth; what is not asked here, the model asks.
     *
     * @param layer as it stands in messages
     */
    void requireSense(String layer) {
        require(nLayers > 0, "nLayers of %s must be positive, got %d", layer, nLayers);
        require(!attention.isEmpty(), "%s needs a kind of attention, one or more that take turns, got none", layer);
        require(nHeads > 0, "nHeads of %s must be positive, got %d", layer, nHeads);
        require(headSize >= 0, "headSize of %s must be positive, got %d", layer, headSize);
        require(dFeedForward >= 0, "dFeedForward of %s must be positive, got %d", layer, dFeedForward);
    }

    /** The model whose layers these are; what it says of tokens counts for nothing. */
    ReformerConfig model(int depth) {
        return new ReformerConfig(
                1,
                depth,
                nHeads,
                headSize > 0 ? headSize : Math.max(1, depth / nHeads),
                kinds(),
                dFeedForward > 0 ? dFeedForward : 4 * depth,
                innerActivation,
                feedForwardChunk,
                0,
                lsh(),
                local(),
                Positions.of(PositionKind.NONE),
                1,
                causal,
                Semantics.PAPER,
                hiddenDropout,
                normEpsilon,
                FeedForwardConfig.DEVIATION,
                0,
                memory,
                1);
    }

    private List<AttentionKind> kinds() {
        return IntStream.range(0, nLayers)
                .mapToObj(i -> attention.get(i % attention.size()))
                .toList();
    }

    private Lsh lsh() {
        return new Lsh(
                new Buckets(buckets, 0),
                rounds,
                lshChunks.length,
                lshChunks.before,
                lshChunks.after(causal),
                attentionDropout,
                false,
                false);
    }

    private Local local() {
        return new Local(localChunks.length, localChunks.before, localChunks.after(causal), attentionDropout);
    }
}
