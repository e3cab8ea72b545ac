package io.github.reformer4j.checkpoint;

/** How numbers are written. */
public enum Precision {
    /** As they are. */
    AS_IS,
    /** Rounded to 16 bits: half the size, three decimal digits. */
    HALF,
    /** In 32 bits. */
    SINGLE
}
