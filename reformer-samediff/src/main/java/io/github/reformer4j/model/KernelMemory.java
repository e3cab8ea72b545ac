package io.github.reformer4j.model;

import io.github.reformer4j.kernel.cpu.CpuAttention;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.Arrays;

/**
 * What attention kernels need for a moment outside of the heap, in bytes, besides their arguments and results. The fused
 * ones need rotations, and where a sequence is long the vectors of one head. Those of ND4J's operations compute one head of one sequence at a time, and of that a tile.
 *
 * <p>This mirrors {@code Nd4jAttention}, {@code ChunkedAttention}, {@code ExactAttention} and {@code AngularHash}, and
 * changes with them.
 *
 * @param hashing buckets of all positions; 0 without hashing
 * @param forward attention
 * @param backward its gradients
 */
record KernelMemory(long hashing, long forward, long backward) {

    private static final long CHUNKED_SCORES = 1 << 19;
    private static final long EXACT_SCORES = 1 << 20;
    private static final long EXACT_QUERIES = 16;

    /** Of attention of this kind. */
    static KernelMemory of(Sizes sizes, AttentionKind kind) {
        ReformerConfig config = sizes.config();
        long heads = sizes.rows(config.heads() * (long) config.headSize());
        boolean hashes =
                kind == AttentionKind.LSH && sizes.length() > config.lsh().chunkLength();
        long rotations = hashes ? rotations(config, sizes.length()) : 0;
        if (sizes.load().fused()) {
            long packed = hashes ? packed(config, sizes) : 0;
            return new KernelMemory(rotations, 3 * packed, 5 * packed);
        }
        KernelMemory ofHead = ofHead(config, kind, sizes.length(), sizes.load().width());
        // Queries, keys, values and output by head; on the way back also their gradients.
        return new KernelMemory(
                rotations + ofHead.hashing(), 4 * heads + ofHead.forward(), 8 * heads + ofHead.backward());
    }

    /** The vectors of one head, copied together for all rounds: queries, values and output; the gradients in its place. */
    private static long packed(ReformerConfig config, Sizes sizes) {
        int width = config.heads() * config.headSize();
        boolean packs = CpuAttention.packs(sizes.length(), width, config.lsh().rounds());
        return packs ? (long) Float.BYTES * sizes.length() * config.headSize() : 0;
    }

    /** Rotations as they are drawn, in double, and as they are used. */
    private static long rotations(ReformerConfig config, long length) {
        return (Double.BYTES + Float.BYTES)
                * ((long) config.heads() * config.headSize() * config.lsh().rounds() * directions(config, length));
    }

    private static long directions(ReformerConfig config, long length) {
        int[] factors =
                config.lsh().buckets().factorsFor((int) length, config.lsh().chunkLength());
        return Arrays.stream(factors).sum() / 2;
    }

    /** Of operations of ND4J, for one head of sequences of {@code length}. */
    private static KernelMemory ofHead(ReformerConfig config, AttentionKind kind, long length, int width) {
        ReformerConfig.Lsh lsh = config.lsh();
        ReformerConfig.Local local = config.local();
        return switch (kind) {
            case FULL, FULL_SHARED -> exact(config, length, config.lsh().dropout(), width);
            case LOCAL ->
                length <= local.chunkLength()
                        ? exact(config, length, local.dropout(), width)
                        : new Chunks(
                                        length,
                                        1,
                                        local.chunkLength(),
                                        local.chunksBefore() + 1L + local.chunksAfter(),
                                        config.headSize(),
                                        local.dropout() > 0.0,
                                        true)
                                .memory(0, width);
            case LSH ->
                length <= lsh.chunkLength()
                        ? exact(config, length, lsh.dropout(), width)
                        : new Chunks(
                                        length,
                                        lsh.rounds(),
                                        lsh.chunkLength(),
                                        lsh.chunksBefore() + 1L + lsh.chunksAfter(),
                                        config.headSize(),
                                        lsh.dropout() > 0.0,
                                        false)
                                .memory(hashing(config, length), width);
        };
    }

    /** The queries of a head and what the rotations of a round make of them: elements. */
    private static long hashing(ReformerConfig config, long length) {
        return length * (config.headSize() + directions(config, length));
    }

    /** A tile of queries against all keys. */
    private static KernelMemory exact(ReformerConfig config, long length, double dropout, int width) {
        long queries = Math.min(length, Math.max(EXACT_QUERIES, EXACT_SCORES / length));
        long scores = queries * length;
        long mask = dropout > 0.0 ? scores : 0;
        long rows = queries * config.headSize();
        long forward = width * (mask + 3 * scores) + scores; // bias, scores, which of them count: twice, once as bytes
        long keys = 2 * length * config.headSize(); // gradients of keys and values
        long backward = width * (mask + 4 * scores + 2 * rows) + Math.max(scores, width * keys);
        return new KernelMemory(0, forward, backward);
    }

    /**
     * Chunks of one head.
     *
     * @param windows chunks of a window
     * @param cached whether the biases of all tiles are kept while heads share them
     */
    private record Chunks(
            long length, long rounds, long chunk, long windows, long headSize, boolean dropout, boolean cached) {

        private long places() {
            return (length + chunk - 1) / chunk * chunk;
        }

        /** Chunks of a tile. */
        private long tile() {
            return Math.min(places() / chunk, Math.max(1, CHUNKED_SCORES / (chunk * chunk * windows)));
        }

        private long scores() {
            return tile() * chunk * chunk * windows;
        }

        /** Queries, keys, values, biases and dropout of a tile: elements. */
        private long inputs() {
            long rows = tile() * chunk * headSize * (1 + 2 * windows);
            long biases = cached ? places() * chunk * windows : scores();
            return rows + biases + (dropout ? scores() : 0);
        }

        KernelMemory memory(long hashing, int width) {
            return new KernelMemory(width * hashing, forward(width), backward(width));
        }

        private long forward(int width) {
            long ofHead = length * headSize;
            long merged = rounds > 1 ? ofHead : 0;
            long sorted = places() * headSize;
            long tile = width * (inputs() + 2 * scores()) + scores(); // scores, which of them count, and those as bytes
            return width * (merged + sorted) + Math.max(tile, width * ofHead);
        }

        private long backward(int width) {
            long ofHead = length * headSize;
            long sorted = places() * headSize;
            long sums = 2 * rounds * sorted; // of keys and values
            long results = tile() * chunk * headSize * (1 + 2 * windows);
            long slopes = tile() * chunk * headSize;
            // weights, slopes, and which of them count: first as bytes, then the results beside them
            long tile = width * (inputs() + slopes + 3 * scores()) + Math.max(scores(), width * results);
            long atEnd = 3 * ofHead; // both sums by position, and one round
            return width * (2 * ofHead + sums) + Math.max(width * sorted + tile, width * atEnd);
        }
    }
}
