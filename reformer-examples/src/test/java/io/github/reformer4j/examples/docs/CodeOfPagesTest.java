package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What pages show as Java stands, word for word, in a source that is compiled. Where lines break does not count. */
class CodeOfPagesTest {

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static List<String> sources() {
        return Stream.of("reformer-samediff", "reformer-zoo", "reformer-examples", "reformer-examples/spark")
                .map(module -> Pages.root().resolve(module).resolve("src"))
                .flatMap(folder -> Pages.files(folder, ".java").stream())
                .map(file -> withoutSpace(Pages.text(file)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyJavaBlockIsCompiled() {
        List<String> sources = sources();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            List<String> blocks = Pages.blocks(Pages.text(page), "java");
            for (int i = 0; i < blocks.size(); i++) {
                String block = blocks.get(i);
                tests.add(DynamicTest.dynamicTest(
                        String.format("%s, block %d", page.getFileName(), i + 1),
                        () -> assertThat(sources)
                                .as("a source that holds%n%s", block)
                                .anyMatch(source -> source.contains(withoutSpace(block)))));
            }
        }
        return tests;
    }

    @Test
    void blocksAreFoundByLanguage() {
        String page = "a\n```java\nint x;\nint y;\n```\nb\n```sh\nls\n```\n```java\nint z;\n```\n";
        assertThat(Pages.blocks(page, "java")).containsExactly("int x;\nint y;\n", "int z;\n");
        assertThat(Pages.blocks(page, "sh")).containsExactly("ls\n");
        assertThat(Pages.all())
                .anySatisfy(file ->
                        assertThat(Pages.blocks(Pages.text(file), "java")).isNotEmpty());
    }
}
