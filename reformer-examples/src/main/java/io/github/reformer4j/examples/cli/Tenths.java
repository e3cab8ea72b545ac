package io.github.reformer4j.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A line at each tenth of the way, for files and pipes, in which a bar that redraws itself would be a flood. */
final class Tenths implements Display {

    private static final int PARTS = 10;

    private final PrintWriter out;
    private int shown;

    Tenths(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(double done, String state) {
        int part = (int) Math.floor(PARTS * Math.min(1.0, Math.max(0.0, done)));
        if (part > shown) {
            shown = part;
            say(String.format(Locale.ROOT, "%3d%% %s", 100 * part / PARTS, state));
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
