package io.github.reformer4j.kernel;

import java.util.Arrays;

/**
 * The positions of one sequence, for one head, in the order in which chunks are cut: round after round of hashing, each
 * sorted by bucket and filled with empty places up to a whole number of chunks; or one round, in sequence, for local
 * attention. Chunk i attends to chunks i − before to i + after of all rounds together.
 */
public final class ChunkOrder {

    /** A place that no position takes. */
    public static final int EMPTY = -1;

    private final int[] places;
    private final int length;
    private final int rounds;
    private final Window window;

    /**
     * How chunks are cut and what they see.
     *
     * @param chunkLength places of a chunk, c
     * @param before chunks before its own that a chunk sees
     * @param after chunks after its own that it sees
     * @param wraps whether the chunks are a ring, so that the first sees the last
     */
    public record Window(int chunkLength, int before, int after, boolean wraps) {
        /** Chunks that a chunk sees, its own among them. */
        public int chunks() {
            return before + 1 + after;
        }

        /** Keys that a query sees, w. */
        public int keys() {
            return chunks() * chunkLength;
        }
    }

    private ChunkOrder(int[] places, int length, int rounds, Window window) {
        this.places = places;
        this.length = length;
        this.rounds = rounds;
        this.window = window;
    }

    /** These positions of a sequence of {@code length}, in sequence. */
    public static ChunkOrder inSequence(int[] positions, int length, Window window) {
        return new ChunkOrder(filled(positions, window.chunkLength()), length, 1, window);
    }

    /**
     * These positions by bucket, round after round.
     *
     * @param positions those that take a place, ascending
     * @param buckets ids by round and position, [r, length] from {@code first} on
     */
    public static ChunkOrder byBucket(
            int[] positions, int[] buckets, int first, int length, int rounds, Window window) {
        int[][] sorted = new int[rounds][];
        for (int round = 0; round < rounds; round++) {
            sorted[round] = filled(BucketSort.sort(positions, buckets, first + round * length), window.chunkLength());
        }
        return new ChunkOrder(Arrays.stream(sorted).flatMapToInt(Arrays::stream).toArray(), length, rounds, window);
    }

    private static int[] filled(int[] positions, int chunkLength) {
        int[] places = new int[(positions.length + chunkLength - 1) / chunkLength * chunkLength];
        Arrays.fill(places, EMPTY);
        System.arraycopy(positions, 0, places, 0, positions.length);
        return places;
    }

    /** Length of the sequence, n. */
    public int length() {
        return length;
    }

    /** Rounds, r. */
    public int rounds() {
        return rounds;
    }

    /** Chunks of a round. */
    public int chunksPerRound() {
        return places.length / rounds / window.chunkLength();
    }

    /** Chunks of all rounds. */
    public int chunks() {
        return places.length / window.chunkLength();
    }

    /** How chunks are cut. */
    public Window window() {
        return window;
    }

    /** The position at a place of all rounds together, or {@link #EMPTY}. */
    public int position(int place) {
        return places[place];
    }

    /** Positions at the places of chunks {@code from} to {@code to} − 1. */
    public int[] queries(int from, int to) {
        return Arrays.copyOfRange(places, from * window.chunkLength(), to * window.chunkLength());
    }

    /** The places that chunks {@code from} to {@code to} − 1 see, w each; {@link #EMPTY} beyond the ends. */
    public int[] windowPlaces(int from, int to) {
        int[] seen = new int[(to - from) * window.keys()];
        int next = 0;
        for (int chunk = from; chunk < to; chunk++) {
            for (int offset = -window.before(); offset <= window.after(); offset++) {
                int other = neighbour(chunk, offset);
                for (int i = 0; i < window.chunkLength(); i++) {
                    seen[next++] = other == EMPTY ? EMPTY : other * window.chunkLength() + i;
                }
            }
        }
        return seen;
    }

    /** The chunk {@code offset} away, or {@link #EMPTY} beyond the ends. */
    public int neighbour(int chunk, int offset) {
        int other = chunk + offset;
        if (window.wraps()) {
            return Math.floorMod(other, chunks());
        }
        return other >= 0 && other < chunks() ? other : EMPTY;
    }

    /** Where the positions of a round stand within it, [n]; {@link #EMPTY} for those that take no place. */
    public int[] inverse(int round) {
        int[] inverse = new int[length];
        Arrays.fill(inverse, EMPTY);
        int size = places.length / rounds;
        for (int place = 0; place < size; place++) {
            int position = places[round * size + place];
            if (position != EMPTY) {
                inverse[position] = place;
            }
        }
        return inverse;
    }
}
