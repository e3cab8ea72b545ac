package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;

/**
 * Everything that shapes a Reformer. Two models of one configuration have the same parameters by name and shape.
 *
 * @param vocabularySize token ids are 0 to this − 1
 * @param hiddenSize depth of a stream, d_model
 * @param heads attention heads, h
 * @param headSize depth of a head
 * @param attentionLayers the kind of attention of every layer; their number is the depth
 * @param feedForwardSize depth inside the feed-forward layers, d_ff
 * @param activation of the feed-forward layers
 * @param feedForwardChunk positions that a feed-forward layer computes at once; 0: all
 * @param lossChunk positions whose logits exist at once; 0: all
 * @param lsh hashing and chunks of LSH layers
 * @param local chunks of local layers
 * @param positions the position embedding
 * @param maxPositions longest sequence
 * @param causal whether a position sees only what stands before it
 * @param semantics whose definition of chunked attention holds
 * @param hiddenDropout dropout after embeddings, attention and feed-forward
 * @param layerNormEpsilon added to the variance
 * @param initializerRange standard deviation of fresh weights; the vectors of tokens and positions begin with 0.5
 * @param padToken id of padding
 * @param memory what a training step keeps of the layers
 * @param labels classes of a classifier
 */
public record ReformerConfig(
        int vocabularySize,
        int hiddenSize,
        int heads,
        int headSize,
        List<AttentionKind> attentionLayers,
        int feedForwardSize,
        Activation activation,
        int feedForwardChunk,
        int lossChunk,
        Lsh lsh,
        Local local,
        Positions positions,
        int maxPositions,
        boolean causal,
        Semantics semantics,
        double hiddenDropout,
        double layerNormEpsilon,
        double initializerRange,
        int padToken,
        MemoryMode memory,
        int labels) {

    /** The attention of a layer. */
    public enum AttentionKind {
        /** By locality sensitive hashing. */
        LSH,
        /** A chunk and its neighbours. */
        LOCAL,
        /** Exact, with queries and keys of their own. */
        FULL,
        /** Exact, with one projection for both: the twin of {@link #LSH}, with its weights. */
        FULL_SHARED
    }

    /** The position embedding. */
    public enum PositionKind {
        /** Sums or concatenations of embeddings per axis. */
        AXIAL,
        /** One vector a position. */
        LEARNED,
        /** Fixed sines and cosines. */
        SINUSOIDAL,
        /** None. */
        NONE
    }

    /**
     * LSH layers.
     *
     * @param buckets of a round
     * @param rounds of hashing
     * @param chunkLength positions of a chunk
     * @param chunksBefore chunks that a chunk looks back
     * @param chunksAfter chunks that it looks ahead
     * @param dropout of attention weights
     * @param withinBucket see {@link io.github.reformer4j.block.LshAttentionConfig}
     * @param correctDuplicates see there
     */
    public record Lsh(
            Buckets buckets,
            int rounds,
            int chunkLength,
            int chunksBefore,
            int chunksAfter,
            double dropout,
            boolean withinBucket,
            boolean correctDuplicates) {
        public Lsh {
            ConfigChecks.size("lsh.rounds", rounds);
            ConfigChecks.size("lsh.chunkLength", chunkLength);
            ConfigChecks.neighbours("lsh.chunksBefore", chunksBefore);
            ConfigChecks.neighbours("lsh.chunksAfter", chunksAfter);
            ConfigChecks.dropout("lsh.dropout", dropout);
        }
    }

    /**
     * Local layers.
     *
     * @param chunkLength positions of a chunk
     * @param chunksBefore chunks that a chunk looks back
     * @param chunksAfter chunks that it looks ahead
     * @param dropout of attention weights
     */
    public record Local(int chunkLength, int chunksBefore, int chunksAfter, double dropout) {
        public Local {
            ConfigChecks.size("local.chunkLength", chunkLength);
            ConfigChecks.neighbours("local.chunksBefore", chunksBefore);
            ConfigChecks.neighbours("local.chunksAfter", chunksAfter);
            ConfigChecks.dropout("local.dropout", dropout);
        }
    }

    /**
     * Positions.
     *
     * @param kind of embedding
     * @param axialShape sizes of the axes; their product is at least maxPositions
     * @param axialDims depth of each axis; their sum is the hidden size
     */
    public record Positions(PositionKind kind, List<Integer> axialShape, List<Integer> axialDims) {
        public Positions {
            axialShape = List.copyOf(axialShape);
            axialDims = List.copyOf(axialDims);
            ConfigChecks.axes(kind, axialShape, axialDims);
        }

        /** Positions along axes whose sizes and depths these are. */
        public static Positions axial(List<Integer> shape, List<Integer> dims) {
            return new Positions(PositionKind.AXIAL, shape, dims);
        }

        /** Positions without axes. */
        public static Positions of(PositionKind kind) {
            return new Positions(kind, List.of(), List.of());
        }
    }

    public ReformerConfig {
        ConfigChecks.size("vocabularySize", vocabularySize);
        ConfigChecks.size("hiddenSize", hiddenSize);
        ConfigChecks.size("heads", heads);
        ConfigChecks.size("headSize", headSize);
        require(
                (long) heads * headSize <= 1 << 30,
                "heads %d times headSize %d must be at most 2^30; lower one",
                heads,
                headSize);
        attentionLayers = List.copyOf(attentionLayers);
        require(!attentionLayers.isEmpty(), "attentionLayers must name at least one layer, got %s", attentionLayers);
        ConfigChecks.size("feedForwardSize", feedForwardSize);
        ConfigChecks.chunk("feedForwardChunk", feedForwardChunk);
        ConfigChecks.chunk("lossChunk", lossChunk);
        ConfigChecks.size("maxPositions", maxPositions);
        ConfigChecks.positions(positions, hiddenSize, maxPositions);
        ConfigChecks.dropout("hiddenDropout", hiddenDropout);
        ConfigChecks.positive("layerNormEpsilon", layerNormEpsilon);
        ConfigChecks.positive("initializerRange", initializerRange);
        require(
                padToken >= 0 && padToken < vocabularySize,
                "padToken must be an id of the vocabulary (0 to %d), got %d",
                vocabularySize - 1,
                padToken);
        ConfigChecks.size("labels", labels);
    }

    /** The same model with other buckets in its LSH layers; its weights stay as they are. */
    public ReformerConfig withBuckets(Buckets newBuckets) {
        return new ConfigDraft(this).buckets(newBuckets).toConfig();
    }

    /** The same model in another memory mode. */
    public ReformerConfig withMemory(MemoryMode newMemory) {
        return new ConfigDraft(this).memory(newMemory).toConfig();
    }

    /** The same model with another number of rounds of hashing; its weights stay as they are. */
    public ReformerConfig withRounds(int newRounds) {
        return new ConfigDraft(this).rounds(newRounds).toConfig();
    }

    /** The same model with other kinds of attention. */
    public ReformerConfig withAttentionLayers(List<AttentionKind> newLayers) {
        return new ConfigDraft(this).attentionLayers(newLayers).toConfig();
    }

    /**
     * The exact twin: {@link AttentionKind#FULL_SHARED} in place of LSH layers, whose weights have the same names and
     * shapes, so that it can be trained beside or read the weights of the other.
     */
    public ReformerConfig withExactAttention() {
        return withAttentionLayers(attentionLayers.stream()
                .map(kind -> kind == AttentionKind.LSH ? AttentionKind.FULL_SHARED : kind)
                .toList());
    }

    /** The same model by another definition of chunked attention. */
    public ReformerConfig withSemantics(Semantics newSemantics) {
        return new ConfigDraft(this).semantics(newSemantics).toConfig();
    }

    /** The same model with another number of token ids. */
    public ReformerConfig withVocabularySize(int newSize) {
        return new ConfigDraft(this).vocabularySize(newSize).toConfig();
    }

    /** The same model for sequences of up to this length, which axes must be able to hold. */
    public ReformerConfig withMaxPositions(int newMaxPositions) {
        return new ConfigDraft(this).maxPositions(newMaxPositions).toConfig();
    }

    /** The same model with this dropout after embeddings, attention and feed-forward. */
    public ReformerConfig withHiddenDropout(double newDropout) {
        return new ConfigDraft(this).hiddenDropout(newDropout).toConfig();
    }

    /** The same model with this dropout everywhere, that of attention weights included. */
    public ReformerConfig withDropout(double newDropout) {
        return new ConfigDraft(this)
                .hiddenDropout(newDropout)
                .attentionDropout(newDropout)
                .toConfig();
    }

    /** The configuration as JSON, which {@link #fromJson} reads. */
    public String toJson() {
        return ConfigJson.write(this);
    }

    /** Reads what {@link #toJson} wrote; strict: every field must be there, be known, and hold what it should. */
    public static ReformerConfig fromJson(String json) {
        return ConfigJson.read(json);
    }
}
