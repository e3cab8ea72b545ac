package io.github.reformer4j.examples.cli;

import java.io.PrintWriter;

/** Shows how far a run is: on a terminal by a bar that moves, elsewhere by a line at each tenth of the way. */
interface Display extends AutoCloseable {

    /** The one that suits where standard error goes. */
    static Display on(PrintWriter err) {
        return Terminal.isStandardError() ? new Bar(err) : new Tenths(err);
    }

    /** How far the run is, in [0, 1], and what there is to know of it. */
    void show(double done, String state);

    /** A line that stays. */
    void say(String line);

    /** Takes away what does not stay. */
    @Override
    void close();
}
