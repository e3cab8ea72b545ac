package io.github.reformer4j.examples.report;

import io.github.reformer4j.data.TextDecoder;
import io.github.reformer4j.data.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A text as HTML, token by token, with those of one bucket coloured; and what stands in the fullest buckets. */
final class BucketText {

    private static final int BUCKETS = 8;
    private static final int TOKENS = 6;

    private final List<String> pieces = new ArrayList<>();
    private final Occupancy occupancy;

    /** Over the text of these ids; a character of several tokens stands with the last of them. */
    BucketText(int[] ids, Tokenizer tokenizer, Occupancy occupancy) {
        this.occupancy = occupancy;
        TextDecoder decoder = tokenizer.decoder();
        for (int id : ids) {
            pieces.add(decoder.next(id));
        }
    }

    /** The text; positions of the bucket are marked. */
    String html(int bucket) {
        StringBuilder html = new StringBuilder("<pre class=\"text\">");
        for (int i = 0; i < pieces.size(); i++) {
            String piece = Page.escaped(pieces.get(i));
            if (occupancy.buckets()[i] == bucket) {
                html.append("<mark>").append(shown(piece)).append("</mark>");
            } else {
                html.append(piece);
            }
        }
        return html.append("</pre>\n").toString();
    }

    /** A mark must be seen where it holds nothing but a line break. */
    private static String shown(String piece) {
        return piece.replace("\n", "⏎\n");
    }

    /** A table of the fullest buckets and their commonest tokens. */
    String table() {
        StringBuilder html =
                new StringBuilder("<table><tr><th>bucket</th><th>positions</th><th>its commonest tokens</th></tr>\n");
        for (int bucket : occupancy
                .byFullness()
                .subList(0, Math.min(BUCKETS, occupancy.positions().size()))) {
            List<Integer> positions = occupancy.positions().get(bucket);
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%d</td><td>%,d</td><td>%s</td></tr>%n",
                    bucket,
                    positions.size(),
                    commonest(positions)));
        }
        return html.append("</table>\n").toString();
    }

    private String commonest(List<Integer> positions) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        positions.forEach(position -> counts.merge(pieces.get(position), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue()))
                .limit(TOKENS)
                .map(entry -> "<code>" + named(entry.getKey()) + "</code>&nbsp;×&nbsp;" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The commonest token of a bucket, for a sentence. */
    private static String named(String piece) {
        return piece.isEmpty()
                ? "part of a character"
                : Page.escaped(piece.replace(' ', '␣').replace("\n", "⏎"));
    }
}
