package io.github.reformer4j.examples.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A script as a notebook of Jupyter, nbformat 4.5, for the kernels IJava and JJava: a cell with their magic
 * {@code %classpath} and one that shows ND4J where its backend is stand behind the title, before the code of the script.
 */
public final class JupyterNotebook {

    /** ND4J looks for its backend where the thread looks for classes, which in a kernel is not where magics put them. */
    private static final String BACKEND =
            "org.nd4j.common.config.ND4JClassLoading.setNd4jClassloaderFromClass(org.nd4j.linalg.factory.Nd4j.class);";

    private JupyterNotebook() {}

    /**
     * The JSON of an {@code .ipynb} file.
     *
     * @param classPath files and folders that the kernel needs, as this machine has them
     */
    public static String json(Notebook notebook, List<String> classPath) {
        List<Notebook.Cell> script = notebook.cells();
        int opening = !script.isEmpty() && script.get(0).isProse() ? 1 : 0;
        List<Map<String, Object>> cells = new ArrayList<>();
        script.subList(0, opening).forEach(cell -> cells.add(prose(cells.size(), "# " + cell.text())));
        cells.add(code(cells.size(), classPathMagic(classPath)));
        cells.add(code(cells.size(), BACKEND));
        for (Notebook.Cell cell : script.subList(opening, script.size())) {
            cells.add(cell.isProse() ? prose(cells.size(), cell.text()) : code(cells.size(), cell.text()));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("cells", cells);
        file.put("metadata", metadata());
        file.put("nbformat", 4);
        file.put("nbformat_minor", 5);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of strings are JSON", impossible);
        }
    }

    /** The kernels want slashes, on every system. */
    private static String classPathMagic(List<String> classPath) {
        return "%classpath " + String.join(" ", classPath).replace('\\', '/');
    }

    private static Map<String, Object> metadata() {
        return Map.of(
                "kernelspec", Map.of("name", "java", "display_name", "Java", "language", "java"),
                "language_info", Map.of("name", "java", "file_extension", ".jshell", "mimetype", "text/x-java-source"));
    }

    private static Map<String, Object> prose(int number, String text) {
        return cell("markdown", number, text);
    }

    private static Map<String, Object> code(int number, String text) {
        Map<String, Object> cell = cell("code", number, text);
        cell.put("execution_count", null);
        cell.put("outputs", List.of());
        return cell;
    }

    private static Map<String, Object> cell(String kind, int number, String text) {
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("cell_type", kind);
        cell.put("id", "cell-" + number);
        cell.put("metadata", Map.of());
        cell.put("source", ended(text.lines().toList()));
        return cell;
    }

    /** Lines as nbformat has them: each with its end, but the last. */
    private static List<String> ended(List<String> lines) {
        List<String> ended = new ArrayList<>(lines);
        for (int i = 0; i + 1 < ended.size(); i++) {
            ended.set(i, ended.get(i) + "\n");
        }
        return ended;
    }
}
