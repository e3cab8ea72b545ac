package io.github.reformer4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.data.ByteTokenizer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static final Pattern DATA = Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"");

    @TempDir
    private Path folder;

    private static Page page() {
        Page page = new Page("A <title>", "First & foremost.", List.of("length 3 & more"));
        page.add(Figure.of(
                "one", "A \"statement\"", "Look here.", new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB)));
        page.leaveOut("The rest.");
        return page;
    }

    @Test
    void thePageHoldsItsPicturesAndNothingFromElsewhere() throws IOException {
        page().write(folder);

        String html = Files.readString(folder.resolve(Page.NAME));
        Matcher data = DATA.matcher(html);
        assertThat(data.find()).isTrue();
        BufferedImage inside =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data.group(1))));
        assertThat(List.of(inside.getWidth(), inside.getHeight())).containsExactly(30, 20);
        assertThat(ImageIO.read(folder.resolve("one.png").toFile()).getWidth()).isEqualTo(30);
        assertThat(html)
                .contains("name=\"viewport\"", "prefers-color-scheme: dark", "<li>The rest.</li>")
                .doesNotContain("<script", "http:", "https:", "<link", "@import", "url(");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("one.png", Page.NAME);
        }
    }

    @Test
    void textIsEscaped() throws IOException {
        assertThat(page().html())
                .contains("A &lt;title&gt;", "First &amp; foremost.", "length 3 &amp; more", "A &quot;statement&quot;");
        assertThat(Page.escaped("a\tb\n\u0007")).isEqualTo("a\tb\n\uFFFD");
    }

    @Test
    void theTokensOfABucketAreMarkedAndCounted() {
        ByteTokenizer tokenizer = new ByteTokenizer(2);
        Occupancy occupancy = new Occupancy(new int[] {0, 1, 1, 0, 1}, List.of(List.of(0, 3), List.of(1, 2, 4)));
        BucketText text =
                new BucketText(tokenizer.encode("a<\nb<".getBytes(StandardCharsets.UTF_8)), tokenizer, occupancy);

        assertThat(text.html(1)).contains("a<mark>&lt;</mark><mark>⏎\n</mark>b<mark>&lt;</mark></pre>");
        assertThat(text.table())
                .contains("<td>1</td><td>3</td><td><code>&lt;</code>&nbsp;×&nbsp;2, <code>⏎</code>&nbsp;×&nbsp;1");
        assertThat(occupancy.byFullness()).containsExactly(1, 0);
        assertThat(occupancy.telling(2)).isZero();
        assertThat(occupancy.telling(1)).isZero();
    }
}
