package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Seconds of a layer of attention by length, by hashing with 1 and 4 rounds and exact, one sequence at a time.
 *
 * @param rows by length, then by kind
 */
public record LengthTimes(List<Row> rows) {

    /** Depth, heads and their size, in words. */
    public static final String SIZES = String.format(
            "d_model %d, %d heads of %d, chunks of %d",
            Shape.USUAL.depth(), Shape.USUAL.heads(), Shape.USUAL.headSize(), Shape.USUAL.chunk());

    /**
     * Medians of one kind at one length.
     *
     * @param attention {@code lsh-1}, {@code lsh-4} or {@code exact}
     * @param length tokens
     * @param forward seconds
     * @param withBackward seconds of forward and backward
     */
    public record Row(String attention, int length, double forward, double withBackward) {}

    public LengthTimes {
        rows = List.copyOf(rows);
    }

    /** Measures; all kinds of a length in turn. */
    public static LengthTimes measure(
            List<Integer> lengths, int repetitions, double warmUpSeconds, Consumer<String> progress) {
        require(lengths.stream().allMatch(length -> length > 0), "lengths must be positive, got %s", lengths);
        List<LayerKind> kinds =
                List.of(LayerKind.lsh(Shape.USUAL, 1), LayerKind.lsh(Shape.USUAL, 4), LayerKind.exact(Shape.USUAL));
        InTurn turns = new InTurn(repetitions, warmUpSeconds);
        List<Row> rows = new ArrayList<>();
        for (int length : lengths) {
            InTurn.Measured measured = turns.measure(kinds.stream()
                    .flatMap(kind ->
                            List.of(new LayerCase(kind, 1, length, false), new LayerCase(kind, 1, length, true))
                                    .stream())
                    .toList());
            kinds.forEach(kind -> rows.add(new Row(
                    kind.name(),
                    length,
                    measured.median(LayerCase.name(kind, false)),
                    measured.median(LayerCase.name(kind, true)))));
            progress.accept(String.format("time: length %d done", length));
        }
        return new LengthTimes(rows);
    }

    /** Seconds with backward of a kind at a length; NaN where it was not measured. */
    public double withBackward(String attention, int length) {
        return rows.stream()
                .filter(row -> row.attention().equals(attention) && row.length() == length)
                .mapToDouble(Row::withBackward)
                .findFirst()
                .orElse(Double.NaN);
    }
}
