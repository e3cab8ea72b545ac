package io.github.reformer4j.zoo.trax;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weights of trax's {@code ReformerLM} in their order, and what they are called here. Heads are an axis of their own
 * there: queries, keys and values [h, d, d_head], their output [h, d_head, d].
 */
final class TraxLayout {

    /**
     * One array.
     *
     * @param name here
     * @param shape in trax
     * @param headsFirst whether heads are its first axis there and its second here
     */
    @SuppressWarnings("ArrayRecordComponent") // shapes, never compared
    record Piece(String name, long[] shape, boolean headsFirst) {

        /** Whether an array of this shape will do; versions of trax differ in axes of size 1. */
        boolean fits(long[] found) {
            return Arrays.equals(shape, found) || (!headsFirst && Arrays.equals(longer(shape), longer(found)));
        }

        private static long[] longer(long[] sizes) {
            return Arrays.stream(sizes).filter(size -> size != 1).toArray();
        }

        /** The order of axes here of an array that fits, before axes are merged. */
        int[] order(long[] found) {
            return headsFirst ? HEADS_SECOND : IntStream.range(0, found.length).toArray();
        }
    }

    private static final int[] HEADS_SECOND = {1, 0, 2};

    private final ReformerConfig config;
    private final List<Piece> pieces = new ArrayList<>();

    private TraxLayout(ReformerConfig config) {
        this.config = config;
    }

    static List<Piece> of(ReformerConfig config) {
        TraxLayout layout = new TraxLayout(config);
        layout.embeddings();
        for (int i = 0; i < config.attentionLayers().size(); i++) {
            layout.attention(
                    "layers." + i + ".attention.", config.attentionLayers().get(i));
            layout.feedForward("layers." + i + ".feed_forward.");
        }
        long twice = 2L * config.hiddenSize();
        layout.norm("layer_norm", twice);
        layout.dense("lm_head", twice, config.vocabularySize());
        return layout.pieces;
    }

    private void embeddings() {
        add("embeddings.word.weight", config.vocabularySize(), config.hiddenSize());
        if (config.positions().kind() == PositionKind.LEARNED) {
            add("embeddings.position.weight", config.maxPositions(), config.hiddenSize());
        }
        List<Integer> axes = config.positions().axialShape();
        for (int axis = 0; axis < axes.size(); axis++) {
            long[] shape = new long[axes.size() + 2]; // [1, 1, n, 1, d]
            Arrays.fill(shape, 1);
            shape[axis + 1] = axes.get(axis);
            shape[axes.size() + 1] = config.positions().axialDims().get(axis);
            add("embeddings.position." + axis + ".weight", shape);
        }
    }

    private void attention(String under, AttentionKind kind) {
        norm(under + "layer_norm", config.hiddenSize());
        boolean shared = kind == AttentionKind.LSH || kind == AttentionKind.FULL_SHARED;
        for (String part : shared ? List.of("query_key", "value") : List.of("query", "key", "value")) {
            pieces.add(new Piece(
                    under + "self_attention." + part + ".weight",
                    new long[] {config.heads(), config.hiddenSize(), config.headSize()},
                    true));
        }
        add(under + "output.weight", config.heads(), config.headSize(), config.hiddenSize());
    }

    private void feedForward(String under) {
        norm(under + "layer_norm", config.hiddenSize());
        dense(under + "dense", config.hiddenSize(), config.feedForwardSize());
        dense(under + "output", config.feedForwardSize(), config.hiddenSize());
    }

    private void norm(String name, long size) {
        add(name + ".weight", size);
        add(name + ".bias", size);
    }

    private void dense(String name, long in, long out) {
        add(name + ".weight", in, out);
        add(name + ".bias", out);
    }

    private void add(String name, long... shape) {
        pieces.add(new Piece(name, shape, false));
    }
}
