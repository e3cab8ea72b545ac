package io.github.reformer4j.zoo;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.download.Sha256Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A model that nobody trained, in a file, and indexes that name it.
 *
 * @param file the checkpoint, in half precision
 */
public record SmallZoo(Path file) {

    /** Its configuration. */
    public static final ReformerConfig CONFIG = NamedConfigurations.byName("tiny");

    /** A model of bytes in this folder. */
    public static SmallZoo in(Path folder) {
        return in(folder, new ByteTokenizer(2));
    }

    static SmallZoo in(Path folder, ByteTokenizer tokenizer) {
        try (LanguageModel model = LanguageModel.create(CONFIG, DataType.FLOAT, 1)) {
            return of(folder, tokenizer, model.weights());
        }
    }

    private static SmallZoo of(Path folder, ByteTokenizer tokenizer, Weights weights) {
        Path file = folder.resolve("model.safetensors");
        new Checkpoint(CONFIG, tokenizer, Provenance.of(1, 0, "", "test"), weights).save(file, Precision.HALF);
        return new SmallZoo(file);
    }

    long size() {
        try {
            return Files.size(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    String hash() {
        try {
            return Sha256Hash.of(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** An index file beside the model, with one entry {@code test/tiny}, version 1. */
    public Path index(String more, Object... urls) {
        return index(hash(), more, urls);
    }

    /** The same with another hash; further fields begin with a comma. */
    Path index(String hash, String more, Object[] urls) {
        List<String> quoted =
                List.of(urls).stream().map(url -> "\"" + url + "\"").toList();
        String size = hash.startsWith("recorded") ? "" : "\"size\": " + size() + ", ";
        String json = """
                {"format": "reformer4j-index", "version": 1, "models": [{"name": "test/tiny", "version": 1,
                 "format": "reformer", "description": "Nobody trained it.", "data": "none",
                 "files": [{"name": "model.safetensors", %s"sha256": "%s", "urls": %s}],
                 "licence": {"name": "CC0-1.0"}%s}]}
                """.formatted(size, hash, quoted, more);
        try {
            return Files.writeString(file.resolveSibling("index.json"), json);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
