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
 * @param initializerRange standard deviation of fresh weights
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
            requirePositive("lsh.rounds", rounds);
            requirePositive("lsh.chunkLength", chunkLength);
            requireNeighbours("lsh.chunksBefore", chunksBefore);
            requireNeighbours("lsh.chunksAfter", chunksAfter);
            requireDropout("lsh.dropout", dropout);
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
            requirePositive("local.chunkLength", chunkLength);
            requireNeighbours("local.chunksBefore", chunksBefore);
            requireNeighbours("local.chunksAfter", chunksAfter);
            requireDropout("local.dropout", dropout);
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
            require(
                    axialShape.stream().allMatch(size -> size > 0)
                            && axialDims.stream().allMatch(size -> size > 0),
                    "axialShape and axialDims must be positive, got %s and %s",
                    axialShape,
                    axialDims);
            require(
                    axialShape.size() == axialDims.size() && (kind == PositionKind.AXIAL) != axialShape.isEmpty(),
                    "axial positions need a size and a depth for each axis, and no others have axes, "
                            + "got kind %s, axialShape %s, axialDims %s",
                    kind,
                    axialShape,
                    axialDims);
        }

        /** Positions along axes whose sizes and depths these are. */
        public static Positions axial(List<Integer> shape, List<Integer> dims) {
            return new Positions(PositionKind.AXIAL, shape, dims);
        }

        /** Positions without axes. */
        public static Positions of(PositionKind kind) {
            return new Positions(kind, List.of(), List.of());
        }

        private void requireFit(int hiddenSize, int maxPositions) {
            if (kind != PositionKind.AXIAL) {
                return;
            }
            int depth = axialDims.stream().mapToInt(Integer::intValue).sum();
            require(
                    depth == hiddenSize,
                    "axialDims %s add up to %d, not to hiddenSize %d",
                    axialDims,
                    depth,
                    hiddenSize);
            long capacity = axialShape.stream().mapToLong(Integer::longValue).reduce(1L, (a, b) -> a * b);
            require(
                    capacity >= maxPositions,
                    "axialShape %s holds %d positions, fewer than maxPositions %d; raise one or lower the other",
                    axialShape,
                    capacity,
                    maxPositions);
        }
    }

    public ReformerConfig {
        requirePositive("vocabularySize", vocabularySize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("heads", heads);
        requirePositive("headSize", headSize);
        require(
                !attentionLayers.isEmpty(),
                "a model needs at least one layer, got attentionLayers %s",
                attentionLayers);
        requirePositive("feedForwardSize", feedForwardSize);
        requireNotNegative("feedForwardChunk", feedForwardChunk);
        requireNotNegative("lossChunk", lossChunk);
        requirePositive("maxPositions", maxPositions);
        requireDropout("hiddenDropout", hiddenDropout);
        require(layerNormEpsilon > 0.0, "layerNormEpsilon must be positive, got %s", layerNormEpsilon);
        require(initializerRange > 0.0, "initializerRange must be positive, got %s", initializerRange);
        require(
                padToken >= 0 && padToken < vocabularySize,
                "padToken must be an id of the vocabulary (0 to %d), got %d",
                vocabularySize - 1,
                padToken);
        requirePositive("labels", labels);
        attentionLayers = List.copyOf(attentionLayers);
        positions.requireFit(hiddenSize, maxPositions);
    }

    private static void requirePositive(String name, int value) {
        require(value > 0, "%s must be positive, got %d", name, value);
    }

    private static void requireNotNegative(String name, int value) {
        require(value >= 0, "%s must not be negative (0: all at once), got %d", name, value);
    }

    private static void requireNeighbours(String name, int value) {
        require(value >= 0, "%s must not be negative, got %d", name, value);
    }

    private static void requireDropout(String name, double value) {
        require(value >= 0.0 && value < 1.0, "%s must lie in [0, 1), got %s", name, value);
    }

    /** The same model with other buckets in its LSH layers; its weights stay as they are. */
    public ReformerConfig withBuckets(Buckets newBuckets) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                attentionLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                new Lsh(
                        newBuckets,
                        lsh.rounds(),
                        lsh.chunkLength(),
                        lsh.chunksBefore(),
                        lsh.chunksAfter(),
                        lsh.dropout(),
                        lsh.withinBucket(),
                        lsh.correctDuplicates()),
                local,
                positions,
                maxPositions,
                causal,
                semantics,
                hiddenDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                memory,
                labels);
    }

    /** The same model in another memory mode. */
    public ReformerConfig withMemory(MemoryMode newMemory) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                attentionLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                lsh,
                local,
                positions,
                maxPositions,
                causal,
                semantics,
                hiddenDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                newMemory,
                labels);
    }

    /** The same model with another number of rounds of hashing; its weights stay as they are. */
    public ReformerConfig withRounds(int newRounds) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                attentionLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                new Lsh(
                        lsh.buckets(),
                        newRounds,
                        lsh.chunkLength(),
                        lsh.chunksBefore(),
                        lsh.chunksAfter(),
                        lsh.dropout(),
                        lsh.withinBucket(),
                        lsh.correctDuplicates()),
                local,
                positions,
                maxPositions,
                causal,
                semantics,
                hiddenDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                memory,
                labels);
    }

    /** The same model with other kinds of attention. */
    public ReformerConfig withAttentionLayers(List<AttentionKind> newLayers) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                newLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                lsh,
                local,
                positions,
                maxPositions,
                causal,
                semantics,
                hiddenDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                memory,
                labels);
    }

    /** The same model by another definition of chunked attention. */
    public ReformerConfig withSemantics(Semantics newSemantics) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                attentionLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                lsh,
                local,
                positions,
                maxPositions,
                causal,
                newSemantics,
                hiddenDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                memory,
                labels);
    }

    /** The same model with this dropout after embeddings, attention and feed-forward. */
    public ReformerConfig withHiddenDropout(double newDropout) {
        return new ReformerConfig(
                vocabularySize,
                hiddenSize,
                heads,
                headSize,
                attentionLayers,
                feedForwardSize,
                activation,
                feedForwardChunk,
                lossChunk,
                lsh,
                local,
                positions,
                maxPositions,
                causal,
                semantics,
                newDropout,
                layerNormEpsilon,
                initializerRange,
                padToken,
                memory,
                labels);
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
