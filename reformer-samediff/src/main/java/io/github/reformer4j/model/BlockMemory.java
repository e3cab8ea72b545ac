package io.github.reformer4j.model;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;

/**
 * Memory of one block, in bytes, besides its input. What depends on how blocks are written stands here and in
 * {@link KernelMemory} alone: it mirrors {@code LayerNorm}, {@code SelfAttentionPass}, {@code Linear},
 * {@code ChunkedFeedForward} and {@code Dropout}, and changes with them. {@code MemoryMeasurementTest} of the examples
 * compares it with a process.
 *
 * @param kept what a recorded pass keeps besides its output
 * @param recording most while it is recorded, its output included
 * @param forward most of a forward that keeps nothing, its output included
 * @param backward most of backward on top of what is kept, the gradient of the input included
 */
record BlockMemory(long kept, long recording, long forward, long backward) {

    /** The norm, attention of this kind, and its output projection. */
    static BlockMemory attention(Sizes sizes, AttentionKind kind) {
        ReformerConfig config = sizes.config();
        KernelMemory kernel =
                KernelMemory.of(config, kind, sizes.length(), sizes.load().width());
        long stream = sizes.stream();
        long heads = sizes.rows(config.heads() * (long) config.headSize());
        long softmax = 2 * sizes.rows(config.heads()); // max and sum
        long norm = stream + sizes.rows(1);
        boolean shared = kind == AttentionKind.LSH || kind == AttentionKind.FULL_SHARED;

        long attended = 4 * heads + softmax; // q, v, and the output by head and by position
        long keys = 5 * heads + softmax; // q, v, output, k, and what k is made of
        long attending = max(2 * heads + kernel.hashing(), keys, 4 * heads + softmax + kernel.forward());
        long dropped = config.hiddenDropout() > 0.0 ? stream : 0;

        long kept = norm + stream + attended + dropped;
        long recording = max(2 * norm, norm + stream + attending, norm + stream + attended + stream + 2 * dropped);
        long forward = max(2 * norm, stream + attending, heads + stream + 2 * dropped);
        // The gradient of the output by position, by head and unchanged; k; the gradients of q, k and v.
        long ready = 7 * heads;
        long projecting = ready + stream + (shared ? 2 : 1) * heads;
        long backward = max(3 * dropped, ready + kernel.backward(), projecting, normBackward(stream, sizes.rows(1)));
        return new BlockMemory(kept, recording, forward, backward);
    }

    /** The norm and the feed-forward layer. */
    static BlockMemory feedForward(Sizes sizes) {
        ReformerConfig config = sizes.config();
        int width = sizes.load().width();
        long stream = sizes.stream();
        long norm = stream + sizes.rows(1);
        long chunk = sizes.chunk(config.feedForwardChunk());
        long inner = chunk * config.feedForwardSize() * width;
        long mask = config.hiddenDropout() > 0.0 ? inner : 0;
        long dOutput = chunk * config.hiddenSize() * width;

        long chunks = 2 * inner + mask; // before and after the activation
        long kept = norm + stream;
        long recording = Math.max(2 * norm, kept + stream + chunks);
        long forward = Math.max(2 * norm, 2 * stream + chunks);
        long slopes = 2 * inner + dOutput + slopes(config.activation(), inner, width);
        long backward = Math.max(stream + slopes, normBackward(stream, sizes.rows(1)));
        return new BlockMemory(kept, recording, forward, backward);
    }

    /** The norm over both streams side by side, and dropout behind it. */
    static BlockMemory finalNorm(Sizes sizes) {
        ReformerConfig config = sizes.config();
        long both = 2 * sizes.stream();
        long norm = both + sizes.rows(1);
        long dropped = config.hiddenDropout() > 0.0 ? both : 0;
        long kept = norm + dropped;
        long recording = Math.max(2 * norm, norm + both + 2 * dropped);
        long forward = Math.max(2 * norm, norm + both + 2 * dropped);
        // The dropped gradient is a copy that lives until the norm's is done.
        long backward = dropped + 2 * norm;
        return new BlockMemory(kept, recording, forward, backward);
    }

    /** The gradient of what the norm gave, that of its input, and a product. */
    private static long normBackward(long stream, long column) {
        return 3 * stream + 2 * column;
    }

    /** The derivative at every element, and what it is computed from. */
    private static long slopes(Activation activation, long inner, int width) {
        return switch (activation) {
            case RELU -> inner + inner / width;
            case GELU -> 2 * inner;
            case GELU_TANH -> 3 * inner;
        };
    }

    private static long max(long first, long... others) {
        long greatest = first;
        for (long other : others) {
            greatest = Math.max(greatest, other);
        }
        return greatest;
    }
}
