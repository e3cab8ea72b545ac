package io.github.reformer4j.examples.report;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.examples.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One HTML file that holds everything: pictures as data, no script, no letters or styles from elsewhere. Light or dark as
 * the reader's system is; pictures stay on white.
 */
public final class Page {

    /** The name of the file. */
    public static final String NAME = "report.html";

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>@title@</title>
            <style>
            :root { color-scheme: light dark; --ink: #222; --ground: #fff; --soft: #5a6168; --line: #d5dade; --mark: #ffcf99; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6e6e6; --ground: #16191c; --soft: #a3abb3; --line: #3a4046; --mark: #a34700; }
            }
            body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
              color: var(--ink); background: var(--ground); overflow-wrap: break-word; }
            h1 { font-size: 1.6rem; line-height: 1.2; }
            h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.5rem 0 0.7rem; }
            li { color: var(--soft); }
            img { display: block; width: 100%; height: auto; background: #fff; border-radius: 6px; }
            pre.text { font: 0.8rem/1.35 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
              max-height: 24rem; overflow-y: auto; border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem; }
            mark { background: var(--mark); color: inherit; border-radius: 2px; }
            table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
            th, td { text-align: left; padding: 0.25rem 0.6rem 0.25rem 0; border-bottom: 1px solid var(--line); }
            code { font-family: ui-monospace, monospace; }
            </style>
            </head>
            <body>
            <h1>@title@</h1>
            """;

    private final String title;
    private final String lead;
    private final List<String> facts;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * A page without pictures.
     *
     * @param lead what a reader must know first, a paragraph
     * @param facts what was looked at, a line each
     */
    public Page(String title, String lead, List<String> facts) {
        this.title = title;
        this.lead = lead;
        this.facts = List.copyOf(facts);
    }

    /** Adds a part. */
    public void add(Figure figure) {
        figures.add(figure);
    }

    /** Adds a sentence on what is not there, and why. */
    public void leaveOut(String sentence) {
        leftOut.add(sentence);
    }

    /** Text that stands as it is in HTML; controls other than line breaks and tabs become U+FFFD. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    /** The page. */
    String html() throws IOException {
        StringBuilder html = new StringBuilder(HEAD.replace("@title@", escaped(title)));
        html.append("<p>").append(escaped(lead)).append("</p>\n<ul>\n");
        facts.forEach(fact -> html.append("<li>").append(escaped(fact)).append("</li>\n"));
        html.append("</ul>\n");
        for (Figure figure : figures) {
            html.append(part(figure));
        }
        if (!leftOut.isEmpty()) {
            html.append("<h2>What is not here</h2>\n<ul>\n");
            leftOut.forEach(
                    sentence -> html.append("<li>").append(escaped(sentence)).append("</li>\n"));
            html.append("</ul>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static String part(Figure figure) throws IOException {
        StringBuilder html = new StringBuilder();
        html.append("<section>\n<h2>").append(escaped(figure.title())).append("</h2>\n");
        BufferedImage picture = figure.picture();
        if (picture != null) {
            html.append(String.format(
                    Locale.ROOT,
                    "<img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\">%n",
                    picture.getWidth(),
                    picture.getHeight(),
                    escaped(figure.title()),
                    Base64.getEncoder().encodeToString(Png.bytes(picture))));
        }
        html.append("<p>").append(escaped(figure.explanation())).append("</p>\n");
        return html.append(figure.html()).append("</section>\n").toString();
    }

    /** Writes {@link #NAME} and a PNG file for every picture into a folder that exists. */
    public void write(Path folder) throws IOException {
        for (Figure figure : figures) {
            BufferedImage picture = figure.picture();
            if (picture != null) {
                ByteBuffer bytes = ByteBuffer.wrap(Png.bytes(picture));
                AtomicFile.write(folder.resolve(figure.name() + ".png"), channel -> drain(bytes.rewind(), channel));
            }
        }
        AtomicFile.writeText(folder.resolve(NAME), html());
    }

    private static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
