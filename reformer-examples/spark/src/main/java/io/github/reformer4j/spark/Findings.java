package io.github.reformer4j.spark;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what was found, and remembers whether all of it was as it must be. */
final class Findings {

    private final PrintStream out;
    private int failed;

    Findings(PrintStream out) {
        this.out = out;
    }

    /** A headline. */
    @FormatMethod
    void about(@FormatString String text, Object... arguments) {
        out.println(String.format(Locale.ROOT, text, arguments));
    }

    /** A figure that may be anything. */
    @FormatMethod
    void note(@FormatString String text, Object... arguments) {
        out.println("    " + String.format(Locale.ROOT, text, arguments));
    }

    /** Something that must hold. */
    @FormatMethod
    void check(boolean holds, @FormatString String text, Object... arguments) {
        failed += holds ? 0 : 1;
        out.println((holds ? " ok " : " NO ") + String.format(Locale.ROOT, text, arguments));
    }

    /** A difference that must not be greater than allowed; what is no number is greater. */
    void atMost(double difference, double allowed, String what) {
        check(difference <= allowed, "%s: %.1e (allowed %.1e)", what, difference, allowed);
    }

    /** What did not hold so far. */
    int failed() {
        return failed;
    }
}
