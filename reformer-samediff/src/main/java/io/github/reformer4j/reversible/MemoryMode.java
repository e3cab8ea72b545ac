package io.github.reformer4j.reversible;

/** What a stack of layers keeps between forward and backward. Gradients are the same in every mode. */
public enum MemoryMode {
    /** What every layer recorded: the fastest, and the largest. */
    STORE,
    /** The input of every layer; the rest is computed again. */
    CHECKPOINT,
    /** The last output only; inputs are rebuilt from outputs, up to rounding, and the rest is computed again. */
    REVERSIBLE
}
