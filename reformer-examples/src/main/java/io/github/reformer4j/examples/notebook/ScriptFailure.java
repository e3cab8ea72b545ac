package io.github.reformer4j.examples.notebook;

import org.jspecify.annotations.Nullable;

/** A script does not compile, or one of its snippets threw; the message says where, and what. */
public final class ScriptFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    ScriptFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
