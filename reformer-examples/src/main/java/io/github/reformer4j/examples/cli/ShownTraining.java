package io.github.reformer4j.examples.cli;

import io.github.reformer4j.training.Progress;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingListener;
import java.time.Duration;
import java.util.Locale;

/** Shows a training run: how far it is, and a line for each measurement. */
final class ShownTraining implements TrainingListener {

    private static final double SMOOTHING = 0.9;

    private final TrainerConfig config;
    private final Material material;
    private final Display display;
    private double bits = Double.NaN;
    private double speed = Double.NaN;

    ShownTraining(TrainerConfig config, Material material, Display display) {
        this.config = config;
        this.material = material;
        this.display = display;
    }

    @Override
    public void onStart(long step) {
        if (step > 0) {
            display.say(String.format(Locale.ROOT, "goes on after step %,d", step));
        }
    }

    @Override
    public void onStep(Progress progress) {
        bits = smooth(bits, progress.lossBits());
        speed = smooth(speed, progress.tokensPerSecond());
        Duration left = left(progress);
        display.show(
                done(progress),
                String.format(
                        Locale.ROOT,
                        "step %,d, %,.0f tokens/s, %.3f %s, %d:%02d left",
                        progress.step(),
                        speed,
                        bits,
                        material.brief(),
                        left.toMinutes(),
                        left.toSecondsPart()));
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
        display.say(String.format(
                Locale.ROOT,
                "step %,d: %.3f %s on held-out %s%s",
                step,
                heldOutBits,
                material.unit(),
                material.words(),
                best ? ", the best so far" : ""));
    }
}
