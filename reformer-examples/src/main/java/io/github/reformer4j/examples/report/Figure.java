package io.github.reformer4j.examples.report;

import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * A part of a report.
 *
 * @param name of its PNG file
 * @param title what is seen, as a statement
 * @param explanation where to look, plain text
 * @param picture or null where there is none
 * @param html what else belongs to it, as it stands; empty: nothing
 */
public record Figure(
        String name,
        String title,
        String explanation,
        @Nullable BufferedImage picture,
        String html) {

    /** A picture. */
    public static Figure of(String name, String title, String explanation, BufferedImage picture) {
        return new Figure(name, title, explanation, picture, "");
    }

    /** The same with something that follows the picture. */
    Figure withHtml(String newHtml) {
        return new Figure(name, title, explanation, picture, newHtml);
    }
}
