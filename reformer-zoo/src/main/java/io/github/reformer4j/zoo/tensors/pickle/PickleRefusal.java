package io.github.reformer4j.zoo.tensors.pickle;

import org.jspecify.annotations.Nullable;

/** A refusal that already names the file and the place. */
final class PickleRefusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    PickleRefusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
