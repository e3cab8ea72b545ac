package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.kernel.ChunkOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Layers of LSH attention: buckets, order, output and gradients. */
final class LshLayerCases {

    private LshLayerCases() {}

    static void check(ReferenceCase reference) {
        LshAttentionConfig config = config(reference);
        Map<String, int[]> buckets =
                LayerCase.check(reference, config.toBlock(), List.of("query_key.weight", "value.weight"));
        if (reference.has("buckets")) {
            checkBuckets(reference, config, java.util.Objects.requireNonNull(buckets.get(""), "nothing was hashed"));
        } else {
            assertThat(buckets).as("nothing is hashed").isEmpty();
        }
    }

    private static LshAttentionConfig config(ReferenceCase reference) {
        int[] factors = reference.integers("num_buckets");
        List<Double> headMask = new ArrayList<>();
        if (reference.has("head_mask")) {
            for (float factor : reference.floats("head_mask")) {
                headMask.add((double) factor);
            }
        }
        int chunk = reference.integer("lsh_attn_chunk_length");
        return new LshAttentionConfig(
                reference.integer("hidden_size"),
                reference.integer("num_attention_heads"),
                reference.integer("attention_head_size"),
                factors.length == 0 ? Buckets.automatic(0) : Buckets.of(factors),
                reference.integer("num_hashes"),
                chunk,
                reference.integer("lsh_num_chunks_before"),
                reference.integer("lsh_num_chunks_after"),
                reference.flag("is_decoder"),
                0.0,
                Semantics.REFERENCE,
                false,
                false,
                chunk,
                headMask);
    }

    /** Ours count within a round; those of a case count on from round to round. */
    static int[] counted(int[] ours, int length, LshAttentionConfig config, boolean padded) {
        int buckets = Arrays.stream(config.buckets().factorsFor(length, config.chunkLength()))
                .reduce(1, (a, b) -> a * b);
        int perRound = padded ? buckets + 1 : buckets;
        return IntStream.range(0, ours.length)
                .map(i -> ours[i] + i / length % config.rounds() * perRound)
                .toArray();
    }

    private static void checkBuckets(ReferenceCase reference, LshAttentionConfig config, int[] ours) {
        int length = (int) reference.shape("buckets")[3];
        boolean padded = PaddingMask.onlyIfPadded(LayerCase.mask(reference)) != null;
        assertThat(counted(ours, length, config, padded)).as("buckets").isEqualTo(reference.ints("buckets"));
        checkOrder(reference, config, ours, length);
    }

    private static void checkOrder(ReferenceCase reference, LshAttentionConfig config, int[] buckets, int length) {
        int[] all = IntStream.range(0, length).toArray();
        ChunkOrder.Window window =
                new ChunkOrder.Window(config.chunkLength(), config.chunksBefore(), config.chunksAfter(), true);
        int entries = config.rounds() * length;
        int[] ours = IntStream.range(0, buckets.length / entries)
                .boxed()
                .flatMapToInt(group -> {
                    ChunkOrder order =
                            ChunkOrder.byBucket(all, buckets, group * entries, length, config.rounds(), window);
                    return IntStream.range(0, entries).map(place -> place / length * length + order.position(place));
                })
                .toArray();
        assertThat(ours).as("order").isEqualTo(reference.ints("sorted_idx"));
    }
}
