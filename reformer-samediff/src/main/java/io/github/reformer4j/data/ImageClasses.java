package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Reads which class an image file belongs to: lines {@code file name,class}, or, if the file ends in {@code .json}, the
 * {@code emoji.json} of the packages emoji-datasource, whose categories are the classes.
 */
final class ImageClasses {

    private ImageClasses() {}

    /** Classes by file name. */
    static Map<String, String> read(Path file) {
        require(Files.isRegularFile(file), "there is no file %s with the classes of images; check the path", file);
        return file.toString().endsWith(".json") ? emoji(file) : lines(file);
    }

    private static Map<String, String> lines(Path file) {
        Map<String, String> classes = new HashMap<>();
        List<String> lines = TextFiles.read(file, Files::readAllLines);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int comma = line.indexOf(',');
            if (!line.isEmpty()) {
                require(
                        comma > 0 && comma + 1 < line.length(),
                        "line %d of %s must be a file name, a comma and a class, got '%s'",
                        i + 1,
                        file,
                        line);
                classes.put(
                        line.substring(0, comma).strip(),
                        line.substring(comma + 1).strip());
            }
        }
        return classes;
    }

    private static Map<String, String> emoji(Path file) {
        Map<String, String> classes = new HashMap<>();
        JsonNode all = TextFiles.read(file, path -> new ObjectMapper().readTree(path.toFile()));
        for (JsonNode emoji : all) {
            String category = emoji.path("category").asText("");
            classes.put(emoji.path("image").asText(""), category);
            for (JsonNode variation : emoji.path("skin_variations")) {
                classes.put(variation.path("image").asText(""), category);
            }
        }
        return classes;
    }
}
