package io.github.reformer4j.reference;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Arrays;
import java.util.List;

/** Our configuration of a model of a case. */
final class ReferenceConfig {

    private ReferenceConfig() {}

    static ReformerConfig of(ReferenceCase reference, MemoryMode memory) {
        boolean axial = reference.flag("axial_pos_embds");
        int maxPositions = reference.integer("max_position_embeddings");
        return new ReformerConfig(
                reference.integer("vocab_size"),
                reference.integer("hidden_size"),
                reference.integer("num_attention_heads"),
                reference.integer("attention_head_size"),
                reference.texts("attn_layers").stream()
                        .map(kind -> kind.equals("lsh") ? AttentionKind.LSH : AttentionKind.LOCAL)
                        .toList(),
                reference.integer("feed_forward_size"),
                reference.config().path("hidden_act").asText().equals("relu") ? Activation.RELU : Activation.GELU,
                reference.integer("chunk_size_feed_forward"),
                reference.integer("chunk_size_lm_head"),
                lsh(reference),
                new ReformerConfig.Local(
                        reference.integer("local_attn_chunk_length"),
                        reference.integer("local_num_chunks_before"),
                        reference.integer("local_num_chunks_after"),
                        0.0),
                axial
                        ? new ReformerConfig.Positions(
                                PositionKind.AXIAL,
                                list(reference, "axial_pos_shape"),
                                list(reference, "axial_pos_embds_dim"))
                        : new ReformerConfig.Positions(PositionKind.LEARNED, List.of(), List.of()),
                axial ? Math.min(maxPositions, product(reference.integers("axial_pos_shape"))) : maxPositions,
                reference.flag("is_decoder"),
                Semantics.REFERENCE,
                0.0,
                reference.number("layer_norm_eps"),
                reference.number("initializer_range"),
                reference.integer("pad_token_id"),
                memory,
                reference.integer("num_labels"));
    }

    private static ReformerConfig.Lsh lsh(ReferenceCase reference) {
        int[] factors = reference.integers("num_buckets");
        return new ReformerConfig.Lsh(
                factors.length == 0
                        ? Buckets.automatic(reference.integer("max_position_embeddings"))
                        : Buckets.of(factors),
                reference.integer("num_hashes"),
                reference.integer("lsh_attn_chunk_length"),
                reference.integer("lsh_num_chunks_before"),
                reference.integer("lsh_num_chunks_after"),
                0.0,
                false,
                false);
    }

    private static int product(int... values) {
        return Arrays.stream(values).reduce(1, Math::multiplyExact);
    }

    private static List<Integer> list(ReferenceCase reference, String key) {
        return Arrays.stream(reference.integers(key)).boxed().toList();
    }
}
