package io.github.reformer4j.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A bar in the last line of a terminal, with a state beside it; lines that stay scroll away above. */
final class Bar implements Display {

    private static final int PARTS = 1000;
    private static final int CELLS = 24;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter terminal;
    private final ProgressBar bar;

    Bar(PrintWriter terminal) {
        this.terminal = terminal;
        bar = new ProgressBarBuilder()
                .setInitialMax(PARTS)
                .setUpdateIntervalMillis(250)
                .setRenderer(Bar::render)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw))
                .build();
    }

    @Override
    public void show(double done, String state) {
        bar.stepTo(Math.round(Math.min(1.0, Math.max(0.0, done)) * PARTS));
        bar.setExtraMessage(state);
    }

    static String render(ProgressState state, int width) {
        return line(state.getNormalizedProgress(), state.getExtraMessage(), width);
    }

    /** The bar and what stands beside it, at most {@code width} characters. */
    static String line(double done, String state, int width) {
        int full = (int) Math.floor(CELLS * done);
        String line = String.format(
                Locale.ROOT,
                "%3.0f%% [%s%s] %s",
                Math.floor(100.0 * done),
                "=".repeat(full),
                " ".repeat(CELLS - full),
                state);
        return line.substring(0, Math.min(line.length(), Math.max(0, width)));
    }

    /** Called by the bar's own thread. */
    private synchronized void draw(String line) {
        terminal.print(CLEAR + line);
        terminal.flush();
    }

    @Override
    public synchronized void say(String line) {
        terminal.println(CLEAR + line);
        terminal.flush();
    }

    @Override
    public void close() {
        bar.close();
        draw("");
    }
}
