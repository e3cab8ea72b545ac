package io.github.reformer4j.zoo.tensors.pickle;

/** Python's None. */
public enum Nothing {
    NONE
}
