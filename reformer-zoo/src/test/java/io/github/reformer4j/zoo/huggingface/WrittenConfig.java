package io.github.reformer4j.zoo.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A {@code config.json} for tests: a small model for the next token, of which single keys are changed. */
final class WrittenConfig {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SMALL = """
            {"model_type": "reformer", "architectures": ["ReformerModelWithLMHead"], "is_decoder": true,
             "attn_layers": ["local", "lsh"], "vocab_size": 40, "hidden_size": 16, "num_attention_heads": 2,
             "attention_head_size": 8, "feed_forward_size": 24, "axial_pos_shape": [8, 8],
             "axial_pos_embds_dim": [6, 10], "max_position_embeddings": 64, "local_attn_chunk_length": 8,
             "lsh_attn_chunk_length": 8, "num_buckets": 4, "num_hashes": 2}
            """;

    private final ObjectNode root;

    private WrittenConfig(ObjectNode root) {
        this.root = root;
    }

    static WrittenConfig small() {
        return of(SMALL);
    }

    static WrittenConfig of(String json) {
        try {
            return new WrittenConfig((ObjectNode) JSON.readTree(json));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same with this value, given as JSON, under this key. */
    WrittenConfig with(String key, String value) {
        try {
            root.set(key, JSON.readTree(value));
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    WrittenConfig without(String key) {
        root.remove(key);
        return this;
    }

    /** The folder, into which it is written. */
    Path in(Path folder) {
        try {
            Files.writeString(folder.resolve("config.json"), root.toString());
            return folder;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
