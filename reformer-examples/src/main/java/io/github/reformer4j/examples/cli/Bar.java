package io.github.reformer4j.examples.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress bar of a training run, on standard error: part done, step, tokens a second, loss, time left. */
final class Bar implements AutoCloseable {

    private static final int PARTS = 1000;

    private final ProgressBar bar;

    Bar(String task) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(PARTS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .hideEta()
                .clearDisplayOnFinish()
                .build();
    }

    /** Shows a state: the done part in [0, 1], and what the run knows of itself. */
    void show(double done, long step, double tokensPerSecond, double bits, Duration left) {
        bar.stepTo(Math.round(Math.min(1.0, Math.max(0.0, done)) * PARTS));
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " step %d, %.0f tokens/s, %.3f bits/byte, %d:%02d left",
                step,
                tokensPerSecond,
                bits,
                left.toMinutes(),
                left.toSecondsPart()));
    }

    @Override
    public void close() {
        bar.close();
    }
}
