package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.RecordedAttention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of exact attention the keys hold that hashing shows to a query: the sum of their exact weights, as a mean over
 * positions and heads, for several numbers of rounds. Rounds that were recorded together are taken in groups, so that a
 * share for one round is a mean over all of them. The first position, which sees itself alone, does not count.
 *
 * @param path of the layer
 * @param rows one a number of rounds, ascending
 * @param inSequence the share that as many keys hold as one round shows, if the chunks are cut in the order of the text
 */
record MassByRounds(String path, List<Row> rows, double inSequence) {

    /**
     * Shares by some rounds.
     *
     * @param rounds of hashing
     * @param mass share of the exact weights
     * @param keys share of the keys that might be seen: the mass that would be found if all weights were equal
     */
    record Row(int rounds, double mass, double keys) {}

    MassByRounds {
        rows = List.copyOf(rows);
    }

    /** From an entry with vectors: 1, 2, 4, … rounds, up to those recorded. */
    static MassByRounds of(RecordedAttention entry) {
        List<HeadWeights> heads = IntStream.range(0, entry.config().heads())
                .mapToObj(head -> new HeadWeights(entry, head))
                .toList();
        List<Sum> sums = new ArrayList<>();
        for (int rounds = 1; rounds <= entry.config().rounds(); rounds *= 2) {
            sums.add(new Sum(rounds));
        }
        Sum local = new Sum(1);
        for (HeadWeights head : heads) {
            addHead(head, entry.config().rounds(), sums);
            addInSequence(head, entry.config().chunkLength(), entry, local);
        }
        return new MassByRounds(
                entry.path(), sums.stream().map(Sum::row).toList(), local.row().mass());
    }

    private static void addHead(HeadWeights head, int recorded, List<Sum> sums) {
        List<List<HeadWeights.Sight>> sights = sums.stream()
                .map(sum -> IntStream.range(0, recorded / sum.rounds)
                        .mapToObj(group -> head.sight(group * sum.rounds, sum.rounds))
                        .toList())
                .toList();
        for (int query = 0; query < head.length(); query++) {
            double[] exact = head.exact(query);
            for (int i = 0; i < sums.size(); i++) {
                for (HeadWeights.Sight sight : sights.get(i)) {
                    sums.get(i).add(head, query, exact, head.seen(query, sight));
                }
            }
        }
    }

    /** Chunks as they are, each seeing its neighbours as in the layer, not in a ring. */
    private static void addInSequence(HeadWeights head, int chunkLength, RecordedAttention entry, Sum sum) {
        for (int query = 0; query < head.length(); query++) {
            int chunk = query / chunkLength;
            boolean[] seen = new boolean[head.length()];
            int from = Math.max(0, (chunk - entry.config().chunksBefore()) * chunkLength);
            int to = Math.min(head.length(), (chunk + 1 + entry.config().chunksAfter()) * chunkLength);
            Arrays.fill(seen, from, to, true);
            sum.add(head, query, head.exact(query), seen);
        }
    }

    /** A mean that is being made. */
    private static final class Sum {

        private final int rounds;
        private double mass;
        private double keys;
        private long queries;

        Sum(int rounds) {
            this.rounds = rounds;
        }

        void add(HeadWeights head, int query, double[] exact, boolean[] seen) {
            double found = 0.0;
            double all = 0.0;
            int shown = 0;
            int possible = 0;
            for (int key = 0; key < exact.length; key++) {
                if (head.mayBeSeen(query, key)) {
                    all += exact[key];
                    possible++;
                    found += seen[key] ? exact[key] : 0.0;
                    shown += seen[key] ? 1 : 0;
                }
            }
            if (possible > 0) {
                mass += found / all;
                keys += (double) shown / possible;
                queries++;
            }
        }

        Row row() {
            return new Row(rounds, mass / queries, keys / queries);
        }
    }
}
