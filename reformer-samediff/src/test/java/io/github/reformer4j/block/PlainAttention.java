package io.github.reformer4j.block;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention in plain loops from the definition: for every query the list of keys that it sees, then one softmax over the
 * list. Says nothing about tiles, rounds that are merged, or places; one sequence at a time.
 */
final class PlainAttention {

    private static final double MASKED = -1e9;
    private static final double SELF = -1e5;

    private final double[][] x;
    private final Weights weights;
    private final int heads;
    private final boolean shared;
    private final boolean causal;
    private final boolean @Nullable [] tokens;

    /** A key in a list, and the round in whose order it stands. */
    record Seen(int round, int position) {}

    /** What a query sees: one list for every round of the query, in which the same key may stand again. */
    interface Sight {
        List<Seen> of(int head, int queryRound, int query);
    }

    PlainAttention(
            INDArray x, Weights weights, int heads, boolean shared, boolean causal, boolean @Nullable [] tokens) {
        this.x = x.toDoubleMatrix();
        this.weights = weights;
        this.heads = heads;
        this.shared = shared;
        this.causal = causal;
        this.tokens = tokens == null ? null : tokens.clone();
    }

    /** Positions by bucket, chunked, each round; the window of a chunk runs over the chunks of all rounds, in a ring. */
    static Sight hashed(LshAttentionConfig config, int[] buckets, int row, int length, int[] placed) {
        return (head, queryRound, query) -> {
            int first = (row * config.heads() + head) * config.rounds() * length;
            List<List<Seen>> chunks = new ArrayList<>();
            int own = -1;
            for (int round = 0; round < config.rounds(); round++) {
                List<Seen> sorted = sorted(buckets, first + round * length, round, placed);
                for (int from = 0; from < sorted.size(); from += config.chunkLength()) {
                    List<Seen> chunk = sorted.subList(from, Math.min(sorted.size(), from + config.chunkLength()));
                    own = chunk.contains(new Seen(queryRound, query)) ? chunks.size() : own;
                    chunks.add(chunk);
                }
            }
            List<Seen> window = new ArrayList<>();
            for (int offset = -config.chunksBefore(); offset <= config.chunksAfter(); offset++) {
                window.addAll(chunks.get(Math.floorMod(own + offset, chunks.size())));
            }
            return window;
        };
    }

    private static List<Seen> sorted(int[] buckets, int first, int round, int[] placed) {
        List<Seen> sorted = new ArrayList<>();
        for (int position : placed) {
            sorted.add(new Seen(round, position));
        }
        sorted.sort(java.util.Comparator.comparingInt(seen -> buckets[first + seen.position()])); // stable
        return sorted;
    }

    /** Chunks in sequence; a ring by the reference's semantics. */
    static Sight local(LocalAttentionConfig config, int[] placed) {
        return (head, queryRound, query) -> {
            int chunk = config.chunkLength();
            int chunks = (placed.length + chunk - 1) / chunk;
            int own = java.util.Arrays.binarySearch(placed, query) / chunk;
            List<Seen> window = new ArrayList<>();
            for (int offset = -config.chunksBefore(); offset <= config.chunksAfter(); offset++) {
                int other =
                        config.semantics() == Semantics.REFERENCE ? Math.floorMod(own + offset, chunks) : own + offset;
                for (int i = Math.max(0, other * chunk); i < Math.min(placed.length, (other + 1) * chunk); i++) {
                    window.add(new Seen(0, placed[i]));
                }
            }
            return window;
        };
    }

    /** Every position sees every position. */
    static Sight all(int length) {
        return (head, queryRound, query) -> java.util.stream.IntStream.range(0, length)
                .mapToObj(position -> new Seen(0, position))
                .toList();
    }

    /**
     * [n, h · d]; rows of positions that take no place are zero.
     *
     * @param rounds a query sees its sight in each of them
     * @param refined within the bucket and correcting duplicates, or neither
     */
    double[][] attend(Sight sight, int rounds, int[] placed, Refined refined) {
        double[][][] q = project(shared ? "query_key.weight" : "query.weight");
        double[][][] k = shared ? unit(q) : project("key.weight");
        double[][][] v = project("value.weight");
        int depth = q[0][0].length;
        double[][] output = new double[x.length][heads * depth];
        for (int head = 0; head < heads; head++) {
            for (int query : placed) {
                List<Integer> keys = new ArrayList<>();
                List<Boolean> visible = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    for (Seen seen : sight.of(head, round, query)) {
                        keys.add(seen.position());
                        visible.add(query == seen.position() || refined.sees(head, round, query, seen));
                    }
                }
                double[] scores = scores(query, keys, visible, q[head][query], k[head], refined.correctDuplicates());
                System.arraycopy(mix(scores, keys, v[head], depth), 0, output[query], head * depth, depth);
            }
        }
        return output;
    }

    /** Exact softmax over the set of keys seen in any round: what correcting duplicates promises. */
    double[][] attendOverSet(Sight sight, int rounds, int[] placed) {
        Sight once = (head, queryRound, query) -> {
            LinkedHashSet<Seen> set = new LinkedHashSet<>();
            for (int round = 0; round < rounds; round++) {
                sight.of(head, round, query).forEach(seen -> set.add(new Seen(0, seen.position())));
            }
            return List.copyOf(set);
        };
        return attend(once, 1, placed, Refined.NONE);
    }

    /** The paper's refinements. */
    @SuppressWarnings("ArrayRecordComponent") // read in place, never compared
    record Refined(boolean correctDuplicates, int @Nullable [] buckets, int heads, int rounds, int length, int row) {

        static final Refined NONE = new Refined(false, null, 0, 0, 0, 0);

        private boolean sees(int head, int queryRound, int query, Seen key) {
            if (buckets == null) {
                return true;
            }
            int first = (row * heads + head) * rounds * length;
            return queryRound == key.round()
                    && buckets[first + queryRound * length + query]
                            == buckets[first + key.round() * length + key.position()];
        }
    }

    private double[] scores(
            int query, List<Integer> keys, List<Boolean> visible, double[] q, double[][] k, boolean correct) {
        Map<Integer, Integer> times = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            times.merge(keys.get(i), visible.get(i) ? 1 : 0, Integer::sum);
        }
        double[] scores = new double[keys.size()];
        for (int i = 0; i < scores.length; i++) {
            int key = keys.get(i);
            boolean masked = (causal && key > query) || (tokens != null && !tokens[key]) || !visible.get(i);
            if (shared && key == query) {
                scores[i] = SELF;
            } else if (masked) {
                scores[i] = MASKED;
            } else {
                scores[i] = dot(q, k[key]) / Math.sqrt((double) q.length)
                        - (correct ? Math.log(times.getOrDefault(key, 1)) : 0.0);
            }
        }
        return scores;
    }

    private static double[] mix(double[] scores, List<Integer> keys, double[][] v, int depth) {
        double max = java.util.Arrays.stream(scores).max().orElseThrow();
        double sum = java.util.Arrays.stream(scores).map(s -> Math.exp(s - max)).sum();
        double[] mixed = new double[depth];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < depth; j++) {
                mixed[j] += Math.exp(scores[i] - max) / sum * v[keys.get(i)][j];
            }
        }
        return mixed;
    }

    /** [h, n, d]. */
    private double[][][] project(String name) {
        double[][] w = weights.get(name).toDoubleMatrix();
        int depth = w[0].length / heads;
        double[][][] projected = new double[heads][x.length][depth];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < depth; j++) {
                    for (int from = 0; from < w.length; from++) {
                        projected[head][i][j] += x[i][from] * w[from][head * depth + j];
                    }
                }
            }
        }
        return projected;
    }

    private static double[][][] unit(double[][][] q) {
        double[][][] k = new double[q.length][q[0].length][];
        for (int head = 0; head < q.length; head++) {
            for (int i = 0; i < q[head].length; i++) {
                double[] row = q[head][i];
                double scale = 1.0 / Math.sqrt(dot(row, row) / row.length + 1e-6);
                k[head][i] =
                        java.util.Arrays.stream(row).map(value -> value * scale).toArray();
            }
        }
        return k;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0.0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
