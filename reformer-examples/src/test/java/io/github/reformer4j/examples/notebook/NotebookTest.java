package io.github.reformer4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.examples.notebook.Notebook.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class NotebookTest {

    private static final NotebookFolder SCRIPTS = NotebookFolder.standard();

    @Test
    void commentsAtTheMarginAreProseAndTheRestIsCode() {
        Notebook notebook = new Notebook(
                "my",
                "// Title\n//\n// Words.\n\nint x = 1; // one\n\nint y = 2;\n// of the code\nint z;\n\n// End.\n");
        assertThat(notebook.title()).isEqualTo("Title");
        assertThat(notebook.cells())
                .containsExactly(
                        new Cell(true, "Title\n\nWords."),
                        new Cell(false, "int x = 1; // one\n\nint y = 2;\n// of the code\nint z;"),
                        new Cell(true, "End."));
        assertThat(new Notebook("my", "int x;\n").title()).isEqualTo("my");
    }

    @Test
    void aScriptIsFoundByNumberNameAndPath() throws IOException {
        Notebook expected = SCRIPTS.find("03-reversible-block");
        for (String wanted : List.of("3", "03", "reversible-block", "03-reversible-block.jsh")) {
            assertThat(SCRIPTS.find(wanted)).isEqualTo(expected);
        }
        assertThat(SCRIPTS.find(
                        SCRIPTS.path().resolve("03-reversible-block.jsh").toString()))
                .isEqualTo(expected);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NotebookFolder(Path.of("none")).find("3"))
                .withMessage("there is no folder none with scripts; start in the checkout, by ./reformer");
    }

    /** What schema 4.5 of nbformat requires. */
    @Test
    void theNotebookOfJupyterHasWhatItsFormatRequires() throws IOException {
        for (Notebook notebook : SCRIPTS.all()) {
            JsonNode file = json(notebook);
            assertThat(file.get("nbformat").intValue()).isEqualTo(4);
            assertThat(file.get("nbformat_minor").intValue()).isEqualTo(5);
            assertThat(file.at("/metadata/kernelspec/name").textValue()).isEqualTo("java");
            assertThat(file.at("/metadata/kernelspec/display_name").textValue()).isEqualTo("Java");
            assertThat(file.at("/metadata/language_info/name").textValue()).isEqualTo("java");
            List<String> ids = new ArrayList<>();
            for (JsonNode cell : file.get("cells")) {
                ids.add(cell.get("id").textValue());
                assertThat(cell.get("metadata").isObject()).isTrue();
                assertThat(cell.get("source").isArray()).isTrue();
                boolean code = cell.get("cell_type").textValue().equals("code");
                assertThat(code || cell.get("cell_type").textValue().equals("markdown"))
                        .isTrue();
                assertThat(cell.has("outputs")).isEqualTo(code);
                assertThat(cell.has("execution_count")).isEqualTo(code);
            }
            assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9-_]{1,64}"));
        }
    }

    @Test
    void behindTheTitleStandTheClassPathAndTheBackend() throws IOException {
        JsonNode cells = json(SCRIPTS.find("01")).get("cells");
        assertThat(text(cells.get(0))).startsWith("# Hash vectors\n");
        assertThat(text(cells.get(1))).isEqualTo("%classpath /a.jar C:/b");
        assertThat(text(cells.get(2))).contains("setNd4jClassloaderFromClass");
        ScriptRun.of(new Notebook("cell", text(cells.get(2))));
    }

    @Test
    void itsOtherCellsTogetherAreTheScript() throws IOException {
        for (Notebook notebook : SCRIPTS.all()) {
            List<String> paragraphs = new ArrayList<>();
            json(notebook)
                    .get("cells")
                    .forEach(cell -> paragraphs.add(
                            cell.get("cell_type").textValue().equals("markdown") ? commented(text(cell)) : text(cell)));
            paragraphs.subList(1, 3).clear(); // class path and backend
            assertThat(String.join("\n\n", paragraphs) + "\n")
                    .isEqualTo("// # " + notebook.source().substring(3));
        }
    }

    private static String commented(String prose) {
        return prose.lines().map(line -> ("// " + line).stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static JsonNode json(Notebook notebook) throws IOException {
        return new ObjectMapper().readTree(JupyterNotebook.json(notebook, List.of("/a.jar", "C:\\b")));
    }

    private static String text(JsonNode cell) {
        StringBuilder text = new StringBuilder();
        cell.get("source").forEach(line -> text.append(line.textValue()));
        return text.toString();
    }
}
