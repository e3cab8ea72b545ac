package io.github.reformer4j.zoo.download;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.IOException;
import java.time.Duration;

/** A source did not give what it should; the message is a few words, to stand behind its URL. */
final class SourceException extends IOException {

    private static final long serialVersionUID = 1;

    /** What to do next. */
    enum Next {
        /** It may pass: try again, and go on where it ended. */
        AGAIN,
        /** What is there already does not go with the rest: try again from the first byte. */
        FROM_START,
        /** It will not pass: try the next source. */
        ELSEWHERE
    }

    private final Next next;
    private final Duration wait;

    private SourceException(Next next, Duration wait, String message) {
        super(message);
        this.next = next;
        this.wait = wait;
    }

    @FormatMethod
    static SourceException again(@FormatString String message, Object... arguments) {
        return new SourceException(Next.AGAIN, Duration.ZERO, String.format(message, arguments));
    }

    /** Where the source itself says how long to wait. */
    static SourceException later(String message, Duration wait) {
        return new SourceException(Next.AGAIN, wait, message);
    }

    @FormatMethod
    static SourceException fromStart(@FormatString String message, Object... arguments) {
        return new SourceException(Next.FROM_START, Duration.ZERO, String.format(message, arguments));
    }

    @FormatMethod
    static SourceException elsewhere(@FormatString String message, Object... arguments) {
        return new SourceException(Next.ELSEWHERE, Duration.ZERO, String.format(message, arguments));
    }

    Next next() {
        return next;
    }

    Duration pause() {
        return wait;
    }
}
