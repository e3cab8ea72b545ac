package io.github.reformer4j.examples.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Whether somebody watches. */
final class Terminal {

    private static final long PATIENCE_SECONDS = 5;

    private Terminal() {}

    /**
     * Whether standard error is a terminal. Java tells this of standard input and output together only, so {@code test} is
     * asked, which inherits our standard error; where there is no such command, it counts as none.
     */
    static boolean isStandardError() {
        try {
            Process test = new ProcessBuilder("test", "-t", "2")
                    .redirectError(Redirect.INHERIT)
                    .start();
            return test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
