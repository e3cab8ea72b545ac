package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import java.util.List;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The {@code config.json} of a configuration that {@link ExportLimits} lets through. Every key of a Reformer is written, so
 * that no default decides. Chunks of feed-forward layers and of the head are left out: there they must divide the length.
 */
final class ConfigWriter {

    private final ReformerConfig config;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private ConfigWriter(ReformerConfig config) {
        this.config = config;
    }

    static String write(ReformerConfig config, Task task) {
        ConfigWriter writer = new ConfigWriter(config);
        writer.root.put("model_type", "reformer");
        writer.root.putArray("architectures").add(task.architecture());
        writer.sizes();
        writer.attention();
        writer.positions();
        writer.rest();
        if (task == Task.SEQUENCE_CLASSIFICATION) {
            writer.labels();
        }
        return writer.root.toPrettyString() + "\n";
    }

    private void sizes() {
        root.put("vocab_size", config.vocabularySize())
                .put("hidden_size", config.hiddenSize())
                .put("num_attention_heads", config.heads())
                .put("attention_head_size", config.headSize())
                .put("feed_forward_size", config.feedForwardSize())
                .put("hidden_act", activation(config.activation()))
                .put("num_hidden_layers", config.attentionLayers().size());
        ArrayNode layers = root.putArray("attn_layers");
        config.attentionLayers().forEach(kind -> layers.add(kind == AttentionKind.LSH ? "lsh" : "local"));
    }

    private static String activation(Activation activation) {
        return switch (activation) {
            case RELU -> "relu";
            case GELU -> "gelu";
            case GELU_TANH -> "gelu_new";
        };
    }

    private void attention() {
        Lsh lsh = config.lsh();
        root.put("lsh_attn_chunk_length", lsh.chunkLength())
                .put("lsh_num_chunks_before", lsh.chunksBefore())
                .put("lsh_num_chunks_after", lsh.chunksAfter())
                .put("lsh_attention_probs_dropout_prob", lsh.dropout())
                .put("num_hashes", lsh.rounds())
                .putNull("hash_seed");
        buckets(lsh.buckets().factors());
        Local local = config.local();
        root.put("local_attn_chunk_length", local.chunkLength())
                .put("local_num_chunks_before", local.chunksBefore())
                .put("local_num_chunks_after", local.chunksAfter())
                .put("local_attention_probs_dropout_prob", local.dropout())
                .put("is_decoder", config.causal());
    }

    private void buckets(List<Integer> factors) {
        switch (factors.size()) {
            case 0 -> root.putNull("num_buckets");
            case 1 -> root.put("num_buckets", factors.get(0));
            default -> factors.forEach(root.putArray("num_buckets")::add);
        }
    }

    private void positions() {
        boolean axial = config.positions().kind() == PositionKind.AXIAL;
        root.put("max_position_embeddings", config.maxPositions()).put("axial_pos_embds", axial);
        if (axial) {
            config.positions().axialShape().forEach(root.putArray("axial_pos_shape")::add);
            config.positions().axialDims().forEach(root.putArray("axial_pos_embds_dim")::add);
        }
    }

    private void rest() {
        root.put("hidden_dropout_prob", config.hiddenDropout())
                .put("layer_norm_eps", config.layerNormEpsilon())
                .put("initializer_range", config.initializerRange())
                .put("axial_norm_std", config.initializerRange())
                .put("pad_token_id", config.padToken())
                .putNull("eos_token_id")
                .putNull("classifier_dropout")
                .put("tie_word_embeddings", false)
                .put("use_cache", true);
    }

    private void labels() {
        ObjectNode names = root.putObject("id2label");
        ObjectNode ids = root.putObject("label2id");
        for (int label = 0; label < config.labels(); label++) {
            names.put(String.valueOf(label), "LABEL_" + label);
            ids.put("LABEL_" + label, label);
        }
    }
}
