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
            boolean correctDuplicates) {}

    /**
     * Local layers.
     *
     * @param chunkLength positions of a chunk
     * @param chunksBefore chunks that a chunk looks back
     * @param chunksAfter chunks that it looks ahead
     * @param dropout of attention weights
     */
    public record Local(int chunkLength, int chunksBefore, int chunksAfter, double dropout) {}

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
        }
    }

    public ReformerConfig {
        require(vocabularySize > 0, "vocabularySize must be positive, got %d", vocabularySize);
        require(hiddenSize > 0, "hiddenSize must be positive, got %d", hiddenSize);
        attentionLayers = List.copyOf(attentionLayers);
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
}
