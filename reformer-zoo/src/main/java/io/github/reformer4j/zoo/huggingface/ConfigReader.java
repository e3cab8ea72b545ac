package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Our configuration of a {@code config.json}; a key that is not there has the default that transformers gives it. A value
 * that we cannot follow is refused by {@link ConfigLimits}.
 */
final class ConfigReader {

    /** Their names of activations. */
    static final Map<String, Activation> ACTIVATIONS = new TreeMap<>(Map.of(
            "relu", Activation.RELU,
            "gelu", Activation.GELU,
            "gelu_python", Activation.GELU,
            "gelu_new", Activation.GELU_TANH,
            "gelu_fast", Activation.GELU_TANH,
            "gelu_pytorch_tanh", Activation.GELU_TANH));

    private static final List<String> LAYERS = List.of("local", "lsh", "local", "lsh", "local", "lsh");
    private static final int LABELS = 2;

    private final JsonFields fields;

    private ConfigReader(JsonFields fields) {
        this.fields = fields;
    }

    /**
     * The configuration that a file describes.
     *
     * @throws IllegalArgumentException with a sentence that names the key
     */
    static ReformerConfig read(JsonFields fields, Task task) {
        ConfigKeys.requireKnown(fields);
        ConfigLimits.check(fields, task);
        try {
            return new ConfigReader(fields).config();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    String.format("%s does not hold: %s", fields.file(), wrong.getMessage()), wrong);
        }
    }

    private ReformerConfig config() {
        boolean axial = fields.flag("axial_pos_embds", true);
        int maxPositions = fields.integer("max_position_embeddings", 4096);
        List<Integer> shape = fields.integers("axial_pos_shape", List.of(64, 64));
        return new ReformerConfig(
                fields.integer("vocab_size", 320),
                fields.integer("hidden_size", 256),
                fields.integer("num_attention_heads", 12),
                fields.integer("attention_head_size", 64),
                layers(),
                fields.integer("feed_forward_size", 512),
                activation(),
                fields.integer("chunk_size_feed_forward", 0),
                fields.integer("chunk_size_lm_head", 0),
                lsh(maxPositions),
                local(),
                axial
                        ? Positions.axial(shape, fields.integers("axial_pos_embds_dim", List.of(64, 192)))
                        : Positions.of(PositionKind.LEARNED),
                axial ? (int) Math.min(maxPositions, product(shape)) : maxPositions,
                fields.flag("is_decoder", false),
                Semantics.REFERENCE,
                fields.number("hidden_dropout_prob", 0.05),
                fields.number("layer_norm_eps", 1e-12),
                fields.number("initializer_range", 0.02),
                fields.integer("pad_token_id", 0),
                MemoryMode.REVERSIBLE,
                labels(fields));
    }

    private List<AttentionKind> layers() {
        return fields.texts("attn_layers", LAYERS).stream()
                .map(kind -> switch (kind) {
                    case "lsh" -> AttentionKind.LSH;
                    case "local" -> AttentionKind.LOCAL;
                    default ->
                        throw new IllegalArgumentException(
                                String.format("attn_layers may hold 'lsh' and 'local', got '%s'", kind));
                })
                .toList();
    }

    private Activation activation() {
        String name = fields.text("hidden_act", "relu");
        Activation activation = ACTIVATIONS.get(name);
        if (activation == null) {
            throw new IllegalArgumentException(
                    String.format("hidden_act must be one of %s, got '%s'", ACTIVATIONS.keySet(), name));
        }
        return activation;
    }

    private Lsh lsh(int maxPositions) {
        List<Integer> factors = fields.integerOrIntegers("num_buckets", List.of());
        return new Lsh(
                factors.isEmpty() ? Buckets.automatic(maxPositions) : new Buckets(factors, 0),
                fields.integer("num_hashes", 1),
                fields.integer("lsh_attn_chunk_length", 64),
                fields.integer("lsh_num_chunks_before", 1),
                fields.integer("lsh_num_chunks_after", 0),
                fields.number("lsh_attention_probs_dropout_prob", 0.0),
                false,
                false);
    }

    private Local local() {
        return new Local(
                fields.integer("local_attn_chunk_length", 64),
                fields.integer("local_num_chunks_before", 1),
                fields.integer("local_num_chunks_after", 0),
                fields.number("local_attention_probs_dropout_prob", 0.05));
    }

    /** Classes: the size of {@code id2label}, else {@code num_labels}, else 2. */
    static int labels(JsonFields fields) {
        int named = fields.sizeOf("id2label");
        int counted = fields.integer("num_labels", named < 0 ? LABELS : named);
        require(
                named < 0 || counted == named,
                "num_labels of %s is %d, but id2label names %d classes; make them agree",
                fields.file(),
                counted,
                named);
        return counted;
    }

    private static long product(List<Integer> sizes) {
        return sizes.stream()
                .mapToLong(Integer::longValue)
                .reduce(1L, (all, size) -> Math.min(all * size, Integer.MAX_VALUE));
    }
}
