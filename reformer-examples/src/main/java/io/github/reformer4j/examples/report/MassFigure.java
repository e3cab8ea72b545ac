package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The share of exact attention that hashing finds, by rounds, for every LSH layer. */
final class MassFigure {

    private MassFigure() {}

    /**
     * A chart.
     *
     * @param layers in the order of the model; all recorded with the same rounds
     * @param own rounds of the model
     */
    static Figure of(List<MassByRounds> layers, int own, int length) {
        LineChart chart = LineChart.doubling(
                "Attention found by LSH, of all that exact attention has",
                "rounds of hashing",
                "share of the exact weights");
        for (int i = 0; i < layers.size(); i++) {
            MassByRounds layer = layers.get(i);
            chart.add(
                    name(layer) + ": found by LSH",
                    LineChart.Kind.MEASURED,
                    Palette.of(i),
                    rounds(layer),
                    layer.rows().stream().map(row -> 100.0 * row.mass()).toList());
        }
        MassByRounds first = layers.get(0);
        chart.add(
                "by chance: share of the keys that are looked at",
                LineChart.Kind.BESIDE,
                Palette.PALE,
                rounds(first),
                first.rows().stream().map(row -> 100.0 * row.keys()).toList());
        return Figure.of(
                        "mass",
                        title(layers),
                        explanation(layers, own, length),
                        chart.inPercent().draw())
                .withHtml(table(layers));
    }

    /** The numbers of the picture, a row a layer, the last by chance. */
    private static String table(List<MassByRounds> layers) {
        List<MassByRounds.Row> first = layers.get(0).rows();
        StringBuilder html = new StringBuilder("<table><tr><th>rounds</th>");
        first.forEach(row -> html.append("<th>").append(row.rounds()).append("</th>"));
        html.append("</tr>\n");
        layers.forEach(layer -> html.append(row(name(layer), layer.rows(), MassByRounds.Row::mass)));
        return html.append(row("by chance", first, MassByRounds.Row::keys))
                .append("</table>\n")
                .toString();
    }

    private static String row(String name, List<MassByRounds.Row> rows, ToDoubleFunction<MassByRounds.Row> share) {
        StringBuilder html = new StringBuilder("<tr><td>" + Page.escaped(name) + "</td>");
        rows.forEach(row ->
                html.append(String.format(Locale.ROOT, "<td>%.1f&nbsp;%%</td>", 100.0 * share.applyAsDouble(row))));
        return html.append("</tr>\n").toString();
    }

    /** {@code layer 1} of {@code layers.1.attention.self_attention}. */
    static String name(MassByRounds layer) {
        String[] parts = layer.path().split("\\.", -1);
        return parts.length > 1 ? "layer " + parts[1] : layer.path();
    }

    private static List<Integer> rounds(MassByRounds layer) {
        return layer.rows().stream().map(MassByRounds.Row::rounds).toList();
    }

    private static String title(List<MassByRounds> layers) {
        double one = mean(layers, 0);
        int last = layers.get(0).rows().size() - 1;
        return String.format(
                Locale.ROOT,
                "One round finds %.0f %% of exact attention, %d rounds %.0f %%",
                one,
                layers.get(0).rows().get(last).rounds(),
                mean(layers, last));
    }

    private static double mean(List<MassByRounds> layers, int row) {
        return layers.stream()
                .mapToDouble(layer -> 100.0 * layer.rows().get(row).mass())
                .average()
                .orElse(Double.NaN);
    }

    private static String explanation(List<MassByRounds> layers, int own, int length) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "For each of %,d positions: the exact weights, softmax of the same shared queries and keys over all "
                        + "positions before it, and which part of them lies on keys that hashing shows to it; the mean over "
                        + "positions and heads. The model itself has %d round%s. The grey line is what would be found if "
                        + "all weights were equal. For comparison, chunks of the same length cut in the order of the text, as a "
                        + "local layer has them, hold",
                length,
                own,
                own == 1 ? "" : "s"));
        layers.forEach(layer ->
                text.append(String.format(Locale.ROOT, " %.0f %% in %s;", 100.0 * layer.inSequence(), name(layer))));
        text.setCharAt(text.length() - 1, '.');
        text.append(
                " A share of weights is no measure of quality: a model that is trained with few rounds learns to make "
                        + "do with what they show.");
        return text.toString();
    }
}
