package io.github.reformer4j.generation;

import java.util.List;

/**
 * Lets text through until one of the stop sequences stands in it. What may be the beginning of one is held back, so that
 * no part of a stop sequence ever comes out, however the text is cut into tokens.
 */
final class StopFilter {

    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    /** A filter for sequences of at least one character. */
    StopFilter(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** The text that has become certain with this piece. */
    String accept(String piece) {
        if (stopped) {
            return "";
        }
        held += piece;
        int stop = firstStop();
        stopped = stop >= 0;
        return release(stopped ? stop : held.length() - longestBeginning());
    }

    /** Whether a stop sequence was met; nothing more comes out then. */
    boolean stopped() {
        return stopped;
    }

    /** What was held back, at the end of the text. */
    String finish() {
        return stopped ? "" : release(held.length());
    }

    private String release(int length) {
        String text = held.substring(0, length);
        held = held.substring(length);
        return text;
    }

    private int firstStop() {
        return stops.stream()
                .mapToInt(held::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(-1);
    }

    /** Length of the longest end of the held text that begins a stop sequence. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (held.endsWith(stop.substring(0, length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
