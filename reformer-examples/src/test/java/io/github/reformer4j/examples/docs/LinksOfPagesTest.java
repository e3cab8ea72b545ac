package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Links from page to page lead somewhere. */
class LinksOfPagesTest {

    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern ANCHOR = Pattern.compile("#.*$");

    @TestFactory
    Stream<DynamicTest> everyRelativeLinkLeadsToAFile() {
        return Pages.all().stream()
                .map(page -> DynamicTest.dynamicTest(
                        Pages.root().relativize(page).toString(),
                        () -> assertThat(broken(page, Pages.text(page))).isEmpty()));
    }

    private static List<String> broken(Path page, String text) {
        Path folder = Objects.requireNonNull(page.getParent());
        return Pages.links(text).stream()
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .map(link -> ANCHOR.matcher(link).replaceAll(""))
                .filter(link -> !Files.exists(folder.resolve(link)))
                .toList();
    }

    @Test
    void everyPageStandsInTheIndex() {
        Path docs = Pages.root().resolve("docs");
        List<String> pages = Pages.files(docs, ".md").stream()
                .map(page -> docs.relativize(page).toString().replace('\\', '/'))
                .filter(page -> !page.startsWith("decisions/") && !page.equals("README.md"))
                .toList();
        assertThat(Pages.links(Pages.text(docs.resolve("README.md"))))
                .as("links of docs/README.md")
                .containsAll(pages)
                .contains("decisions/README.md");
    }

    @Test
    void aBrokenLinkIsFound() {
        String text = """
                [a](README.md), [b](no/such.md#part), [c](https://example.org/x), `[d](code.md)`, [e](#here)
                ```java
                [f](code.md)
                ```
                """;
        assertThat(broken(Pages.root().resolve("CHANGELOG.md"), text)).containsExactly("no/such.md");
    }
}
