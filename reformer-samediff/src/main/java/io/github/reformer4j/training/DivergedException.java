package io.github.reformer4j.training;

/** A loss, gradient or weight that is infinite or not a number; the message says where, and what is left. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
