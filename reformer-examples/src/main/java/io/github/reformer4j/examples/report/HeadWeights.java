package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The attention weights of one head over the first recorded sequence, from its vectors: exact, softmax(q · k / √d) over all
 * positions, and as hashing finds them, over the chunks of all rounds together.
 */
final class HeadWeights {

    private static final double EPSILON = 1e-6; // of the norm that makes keys of queries

    private final RecordedAttention entry;
    private final int head;
    private final double[][] queries;
    private final double[][] keys;
    private final ScoreRule rule;

    HeadWeights(RecordedAttention entry, int head) {
        this.entry = entry;
        this.head = head;
        queries = entry.vectors(0, head);
        keys = Arrays.stream(queries).map(HeadWeights::key).toArray(double[][]::new);
        rule = entry.plan(0, head).rule().withRounds(null);
    }

    /** k = q / √(mean(q²) + ε) / √d: of length 1 (section 2, "Hashing attention"). */
    private static double[] key(double[] q) {
        double scale = 1.0 / Math.sqrt(dot(q, q) + EPSILON * q.length);
        return Arrays.stream(q).map(value -> value * scale).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0.0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Positions, n. */
    int length() {
        return queries.length;
    }

    /**
     * What some rounds look at.
     *
     * @param places where every position stands within every round, [r, n]
     */
    @SuppressWarnings("ArrayRecordComponent") // looked into, never compared
    record Sight(AttentionPlan.Head plan, int[][] places) {}

    /** What some of the recorded rounds look at, as if they were all. */
    Sight sight(int firstRound, int rounds) {
        AttentionPlan.Head plan = entry.plan(0, head, firstRound, rounds);
        return new Sight(
                plan, IntStream.range(0, rounds).mapToObj(plan.order()::inverse).toArray(int[][]::new));
    }

    /** Exact weights of a query, [n], of sum 1. */
    double[] exact(int query) {
        double[] weights = new double[length()];
        for (int key = 0; key < weights.length; key++) {
            weights[key] = score(rule.bias(query, key), query, key);
        }
        return softmax(weights);
    }

    /** The weights of a query as its layer has them with these rounds, [n], of sum 1; a key seen twice counts twice. */
    double[] hashed(int query, Sight sight) {
        int[] positions =
                new int[sight.places().length * sight.plan().order().window().keys()];
        double[] scores = new double[positions.length];
        int[] seen = {0};
        eachSeen(query, sight, (key, bias) -> {
            positions[seen[0]] = key;
            scores[seen[0]++] = score(bias, query, key);
        });
        double[] all = softmax(Arrays.copyOf(scores, seen[0]));
        double[] weights = new double[length()];
        IntStream.range(0, seen[0]).forEach(i -> weights[positions[i]] += all[i]);
        return weights;
    }

    /** Which keys a query may give weight to beside itself, with these rounds, [n]. */
    boolean[] seen(int query, Sight sight) {
        boolean[] seen = new boolean[length()];
        eachSeen(query, sight, (key, bias) -> seen[key] |= bias > ScoreRule.REPLACES);
        return seen;
    }

    /** Whether exact attention of a token may give weight to a key, itself aside. */
    boolean mayBeSeen(int query, int key) {
        return rule.isToken(query) && rule.bias(query, key) > ScoreRule.REPLACES;
    }

    private double score(double bias, int query, int key) {
        return bias <= ScoreRule.REPLACES ? bias : bias + dot(queries[query], keys[key]);
    }

    @FunctionalInterface
    private interface Seeing {
        void key(int position, double bias);
    }

    private static void eachSeen(int query, Sight sight, Seeing seeing) {
        ChunkOrder order = sight.plan().order();
        int chunkLength = order.window().chunkLength();
        for (int round = 0; round < order.rounds(); round++) {
            int chunk = round * order.chunksPerRound() + sight.places()[round][query] / chunkLength;
            int place = round * order.chunksPerRound() * chunkLength + sight.places()[round][query];
            for (int keyPlace : order.windowPlaces(chunk, chunk + 1)) {
                if (keyPlace != ChunkOrder.EMPTY && order.position(keyPlace) != ChunkOrder.EMPTY) {
                    seeing.key(order.position(keyPlace), sight.plan().rule().bias(order, place, keyPlace));
                }
            }
        }
    }

    private static double[] softmax(double[] scores) {
        double max = Arrays.stream(scores).max().orElse(0.0);
        double[] weights =
                Arrays.stream(scores).map(score -> Math.exp(score - max)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
