package io.github.reformer4j.examples.cli;

import io.github.reformer4j.training.Progress;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a training run: a bar that moves, and a line for each measurement. */
final class ShownTraining implements TrainingListener, AutoCloseable {

    private static final double SMOOTHING = 0.9;

    private final TrainerConfig config;
    private final PrintWriter err;
    private @Nullable Bar bar;
    private double bits = Double.NaN;
    private double speed = Double.NaN;
    private long firstStep = -1;
    private double firstSeconds;

    ShownTraining(TrainerConfig config, PrintWriter err) {
        this.config = config;
        this.err = err;
    }

    @Override
    public void onStep(Progress progress) {
        if (firstStep < 0) {
            firstStep = progress.step();
            firstSeconds = progress.seconds();
            bar = new Bar("training");
        }
        bits = smooth(bits, progress.lossBits());
        speed = smooth(speed, progress.tokensPerSecond());
        if (bar != null) {
            bar.show(done(progress), progress.step(), speed, bits, left(progress));
        }
    }

    private static double smooth(double old, double fresh) {
        return Double.isNaN(old) ? fresh : SMOOTHING * old + (1.0 - SMOOTHING) * fresh;
    }

    /** The part that is done, of steps or of time, whichever ends first. */
    private double done(Progress progress) {
        double steps = config.steps() == 0 ? 0.0 : (double) progress.step() / config.steps();
        double time = config.seconds() == 0.0 ? 0.0 : progress.seconds() / config.seconds();
        return Math.max(steps, time);
    }

    private Duration left(Progress progress) {
        double seconds = Double.POSITIVE_INFINITY;
        if (config.seconds() > 0.0) {
            seconds = config.seconds() - progress.seconds();
        }
        if (config.steps() > 0) {
            double perStep = config.tokensPerStep() / Math.max(1.0, speed);
            seconds = Math.min(seconds, perStep * (config.steps() - progress.step()));
        }
        return Duration.ofMillis(Math.round(1000.0 * Math.max(0.0, seconds)));
    }

    @Override
    public void onEvaluation(long step, double heldOutBits, boolean best) {
        err.printf(
                Locale.ROOT,
                "\rstep %d: %.3f bits per byte on held-out text%s%n",
                step,
                heldOutBits,
                best ? ", the best so far" : "");
        err.flush();
    }

    /** Tokens a second since the beginning of this run. */
    double tokensPerSecond(Progress progress) {
        return (progress.step() - firstStep)
                * config.tokensPerStep()
                / Math.max(1e-9, progress.seconds() - firstSeconds);
    }

    /** Takes the bar away. */
    void end() {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
