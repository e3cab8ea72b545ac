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
        KernelMemory kernel = KernelMemory.of(sizes, kind);
        long stream = sizes.stream();
        long heads = sizes.rows(config.heads() * (long) config.headSize());
        long softmax = 2 * sizes.rows(config.heads()); // max and sum
        boolean shared = kind == AttentionKind.LSH || kind == AttentionKind.FULL_SHARED;
        long ownKeys = shared ? 0 : heads;
        long dropped = config.hiddenDropout() > 0.0 ? stream : 0;

        long attended = 3 * heads + softmax; // q, v and the output
        long attending = max(2 * heads + kernel.hashing(), attended + ownKeys + kernel.forward());
        long kept = stream + attended + dropped; // the norm's output first
        long recording = max(norm(stream, sizes), stream + attending, stream + attended + stream + 2 * dropped);
        long forward = max(norm(stream, sizes), stream + attending, heads + stream + 2 * dropped);
        // The gradients of the output, v and keys of their own, which are there once more; that of q is where the
        // output was.
        long ready = 2 * heads + 2 * ownKeys;
        long consumed = 2 * heads; // q and v, when their gradients are there
        long backward = max(
                3 * dropped,
                ready + kernel.backward(),
                ready - ownKeys + stream - consumed,
                normBackward(stream, sizes) - consumed);
        return new BlockMemory(kept, recording, forward, backward);
    }

    /** The norm and the feed-forward layer. */
    static BlockMemory feedForward(Sizes sizes) {
        long stream = sizes.stream();
        long recording = max(norm(stream, sizes), 2 * stream + chunks(sizes));
        long backward = max(stream + slopes(sizes), normBackward(stream, sizes));
        return new BlockMemory(stream, recording, recording, backward);
    }

    /** The intermediate before and after the activation, of a chunk. */
    private static long chunks(Sizes sizes) {
        if (sizes.load().fused()) {
            return 0;
        }
        long inner = inner(sizes);
        return 2 * inner + (sizes.config().hiddenDropout() > 0.0 ? inner : 0);
    }

    private static long inner(Sizes sizes) {
        ReformerConfig config = sizes.config();
        return sizes.chunk(config.feedForwardChunk())
                * config.feedForwardSize()
                * sizes.load().width();
    }

    /** The intermediate, its derivative at every element, and the gradient of the output, of a chunk. */
    private static long slopes(Sizes sizes) {
        if (sizes.load().fused()) {
            return 0;
        }
        ReformerConfig config = sizes.config();
        int width = sizes.load().width();
        long inner = inner(sizes);
        long dOutput = sizes.chunk(config.feedForwardChunk()) * config.hiddenSize() * width;
        return 2 * inner + dOutput + slopes(config.activation(), inner, width);
    }

    /** The norm over both streams side by side, and dropout behind it. */
    static BlockMemory finalNorm(Sizes sizes) {
        long both = 2 * sizes.stream();
        long dropped = sizes.config().hiddenDropout() > 0.0 ? both : 0;
        long recording = max(norm(both, sizes), both + 2 * dropped);
        // The dropped gradient is a copy that lives until the norm's is done.
        long backward = dropped + normBackward(both, sizes) - both;
        return new BlockMemory(dropped, recording, recording, backward);
    }

    /** A norm with its output; ND4J's operations need x̂ and its squares besides. */
    private static long norm(long rows, Sizes sizes) {
        return sizes.load().fused() ? rows : 3 * rows + sizes.rows(1);
    }

    /** The gradient of what the norm gave, and that of its input; ND4J's operations need x̂ and a product besides. */
    private static long normBackward(long rows, Sizes sizes) {
        return sizes.load().fused() ? 2 * rows : 4 * rows + 2 * sizes.rows(1);
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
