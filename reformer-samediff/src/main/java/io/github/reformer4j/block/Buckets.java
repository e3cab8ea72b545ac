package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.Arrays;
import java.util.List;

/**
 * How many buckets a round of hashing has: one even number, the product of several even factors (each hashed by its own
 * rotation, so that 64 × 128 buckets cost 192 directions and not 8,192), or chosen by the length of the sequence.
 *
 * @param factors even numbers; none: automatic
 * @param maxPositions the longest sequence that the automatic choice is made for; at 0 the length itself counts
 */
public record Buckets(List<Integer> factors, int maxPositions) {

    public Buckets {
        require(
                factors.stream().allMatch(factor -> factor > 0 && factor % 2 == 0),
                "bucket factors must be positive and even (each direction and its opposite is a bucket), got %s",
                factors);
        long product = factors.stream().mapToLong(Integer::longValue).reduce(1L, (a, b) -> a > (1L << 31) ? a : a * b);
        require(product < (1L << 30), "the bucket factors %s multiply to more than 2^30 buckets; use fewer", factors);
        require(maxPositions >= 0, "maxPositions must not be negative, got %d", maxPositions);
        factors = List.copyOf(factors);
    }

    /** This many buckets, or the product of several factors. */
    public static Buckets of(int... factors) {
        require(factors.length > 0, "buckets need at least one factor, got none; use Buckets.automatic(0)");
        return new Buckets(Arrays.stream(factors).boxed().toList(), 0);
    }

    /** About two buckets a chunk, a power of 2, in two factors where that is many. */
    public static Buckets automatic(int maxPositions) {
        return new Buckets(List.of(), maxPositions);
    }

    /** Whether the length decides. */
    public boolean isAutomatic() {
        return factors.isEmpty();
    }

    /** The factors for a sequence of {@code length} positions in chunks of {@code chunkLength}. */
    public int[] factorsFor(int length, int chunkLength) {
        if (!isAutomatic()) {
            return factors.stream().mapToInt(Integer::intValue).toArray();
        }
        int chunks = Math.max(1, length / chunkLength);
        int exponent = 31 - Integer.numberOfLeadingZeros(2 * chunks);
        int longest = Math.max(maxPositions == 0 ? length : maxPositions, chunkLength);
        int longestChunks = longest / chunkLength;
        int limit = 2 * Math.max((int) Math.sqrt(longestChunks), chunkLength);
        if (1 << exponent <= limit || exponent < 2) {
            return new int[] {1 << exponent};
        }
        return new int[] {1 << (exponent / 2), 1 << (exponent - exponent / 2)};
    }
}
