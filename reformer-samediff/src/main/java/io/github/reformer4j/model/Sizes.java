package io.github.reformer4j.model;

import io.github.reformer4j.model.ReformerConfig.AttentionKind;

/**
 * Sizes of arrays of a model, in bytes.
 *
 * @param length of a sequence as the layers see it, filled up where the semantics ask for it
 */
record Sizes(ReformerConfig config, Workload load, long length) {

    /** The length that layers see. */
    static Sizes of(ReformerConfig config, Workload load) {
        return new Sizes(
                config,
                load,
                Padding.of(config, new int[1][load.length()], null).ids()[0].length);
    }

    /** Positions of a batch. */
    long positions() {
        return load.batch() * length;
    }

    /** An array of this depth: [b, n, depth]. */
    long rows(long depth) {
        return Math.multiplyExact(positions(), depth * load.width());
    }

    /** One stream, [b, n, d]. */
    long stream() {
        return rows(config.hiddenSize());
    }

    /** Positions of a chunk; 0 stands for all. */
    long chunk(int chunkLength) {
        return chunkLength == 0 ? positions() : Math.min(positions(), chunkLength);
    }

    /** What a layer's hashing leaves in the Java heap: an int a head, round and position. */
    long bucketIds(AttentionKind kind) {
        boolean hashes = kind == AttentionKind.LSH && length > config.lsh().chunkLength();
        return hashes ? positions() * config.heads() * config.lsh().rounds() * Integer.BYTES : 0;
    }
}
