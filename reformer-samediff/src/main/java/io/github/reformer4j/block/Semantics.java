package io.github.reformer4j.block;

/** Whose definition of chunked attention holds where the published ones differ. */
public enum Semantics {
    /**
     * The paper's, and the default: padding takes no place in the sorted order, so that it never changes the result for
     * the real tokens; a window of local attention ends where the sequence ends.
     */
    PAPER,
    /**
     * That of the implementation which most published checkpoints run on: padded positions are sorted into a bucket of
     * their own behind all others, are masked as keys, and windows wrap around from the first chunk to the last. Its
     * rounding is kept where it shows: merged over r rounds, a position that sees only itself is scaled by 0.99784 (r = 2),
     * 1.00349 (r = 4), 1.00132 (r = 8).
     */
    REFERENCE
}
