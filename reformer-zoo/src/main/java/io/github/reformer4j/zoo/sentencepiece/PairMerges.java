package io.github.reformer4j.zoo.sentencepiece;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Byte pair encoding as SentencePiece does it: of all neighbours that make a piece together, those of the highest score are
 * joined first, the leftmost of equal ones; until none is left.
 */
final class PairMerges {

    private static final int NONE = -1;
    private static final Comparator<Pair> BEST_FIRST =
            Comparator.<Pair>comparingDouble(pair -> -pair.score).thenComparingInt(pair -> pair.left);

    private final Map<String, Piece> pieces;
    private final List<String> symbols;
    private final BitSet fixed;
    private final int[] before;
    private final int[] after;
    private final PriorityQueue<Pair> agenda = new PriorityQueue<>(BEST_FIRST);
    private final Map<String, Pair> unused = new HashMap<>();

    /** Two neighbours, by their places, with the texts that they had. */
    private record Pair(int left, int right, String first, String second, float score) {}

    private PairMerges(Map<String, Piece> pieces, List<String> symbols, BitSet fixed) {
        this.pieces = pieces;
        this.symbols = symbols;
        this.fixed = fixed;
        before = new int[symbols.size()];
        after = new int[symbols.size()];
        for (int i = 0; i < symbols.size(); i++) {
            before[i] = i - 1;
            after[i] = i + 1 == symbols.size() ? NONE : i + 1;
        }
    }

    /**
     * The parts of a text, some of which may be no pieces.
     *
     * @param pieces that text can become, by their texts
     * @param kept pieces that stay whole and apart, the longest first
     */
    static List<String> split(String text, Map<String, Piece> pieces, List<String> kept) {
        List<String> symbols = new ArrayList<>();
        BitSet fixed = new BitSet();
        for (int place = 0; place < text.length(); ) {
            String piece = keptAt(text, place, kept);
            int end = piece == null ? text.offsetByCodePoints(place, 1) : place + piece.length();
            fixed.set(symbols.size(), piece != null);
            symbols.add(text.substring(place, end));
            place = end;
        }
        return new PairMerges(pieces, symbols, fixed).run();
    }

    private static @Nullable String keptAt(String text, int place, List<String> kept) {
        return kept.stream()
                .filter(piece -> text.startsWith(piece, place))
                .findFirst()
                .orElse(null);
    }

    private List<String> run() {
        for (int i = 1; i < symbols.size(); i++) {
            consider(i - 1, i);
        }
        while (!agenda.isEmpty()) {
            Pair best = agenda.remove();
            if (symbols.get(best.left).equals(best.first)
                    && symbols.get(best.right).equals(best.second)) {
                join(best);
            }
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i != NONE && i < symbols.size(); i = after[i]) {
            addParts(symbols.get(i), parts);
        }
        return parts;
    }

    private void consider(int left, int right) {
        if (left == NONE || right == NONE || fixed.get(left) || fixed.get(right)) {
            return;
        }
        String first = symbols.get(left);
        String second = symbols.get(right);
        Piece piece = pieces.get(first + second);
        if (piece != null) {
            Pair pair = new Pair(left, right, first, second, piece.score());
            agenda.add(pair);
            if (piece.kind() == Piece.Kind.UNUSED) {
                unused.put(piece.text(), pair);
            }
        }
    }

    private void join(Pair pair) {
        symbols.set(pair.left, pair.first + pair.second);
        symbols.set(pair.right, "");
        after[pair.left] = after[pair.right];
        if (after[pair.right] != NONE) {
            before[after[pair.right]] = pair.left;
        }
        consider(before[pair.left], pair.left);
        consider(pair.left, after[pair.left]);
    }

    /** A part that the model leaves unused falls into those that it was joined from. */
    private void addParts(String symbol, List<String> parts) {
        Pair from = unused.get(symbol);
        if (from == null) {
            parts.add(symbol);
        } else {
            addParts(from.first, parts);
            addParts(from.second, parts);
        }
    }
}
