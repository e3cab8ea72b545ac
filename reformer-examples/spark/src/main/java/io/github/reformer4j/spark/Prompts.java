package io.github.reformer4j.spark;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** What to continue, and a model to do it. */
final class Prompts {

    private static final List<String> ALL = List.of(
            "public class ",
            "/**\n * Returns ",
            "for (int i = 0; ",
            "import java.util.",
            "private static final ",
            "    @Override\n    public ",
            "if (x == null) ",
            "return new ");

    /** Ids below those of bytes, as in the configurations by name. */
    private static final int RESERVED = 2;

    private Prompts() {}

    /** The prompts. */
    static List<String> all() {
        return ALL;
    }

    /**
     * The file of a checkpoint.
     *
     * @param given a file or folder that a training wrote, or empty: then a tiny model of chance weights is written into
     *     {@code folder}, whose texts mean nothing, but must be the same everywhere
     */
    static Path checkpoint(String given, Path folder) {
        if (!given.isEmpty()) {
            Path path = Path.of(given);
            return Files.isDirectory(path) ? path.resolve(Checkpoint.WEIGHTS) : path;
        }
        Path file = folder.resolve("tiny.safetensors");
        ReformerConfig config = NamedConfigurations.byName("tiny");
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            Provenance untrained = Provenance.of(1, 0, "", "");
            new Checkpoint(config, new ByteTokenizer(RESERVED), untrained, model.weights()).save(file, Precision.AS_IS);
        }
        return file;
    }
}
