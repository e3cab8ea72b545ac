package io.github.reformer4j.reference;

import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.Semantics;
import java.util.List;

/** Layers of local attention: output and gradients. */
final class LocalLayerCases {

    private LocalLayerCases() {}

    static void check(ReferenceCase reference) {
        int chunk = reference.integer("local_attn_chunk_length");
        LocalAttentionConfig config = new LocalAttentionConfig(
                reference.integer("hidden_size"),
                reference.integer("num_attention_heads"),
                reference.integer("attention_head_size"),
                chunk,
                reference.integer("local_num_chunks_before"),
                reference.integer("local_num_chunks_after"),
                reference.flag("is_decoder"),
                0.0,
                Semantics.REFERENCE,
                chunk);
        LayerCase.check(reference, config.toBlock(), List.of("query.weight", "key.weight", "value.weight"));
    }
}
