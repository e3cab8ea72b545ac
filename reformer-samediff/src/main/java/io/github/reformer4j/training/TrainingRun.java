package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerModel;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** One run of a {@link Trainer}, from its checkpoint to its end. */
final class TrainingRun {

    private final ReformerModel model;
    private final BatchSource data;
    private final TrainerConfig config;
    private final Optimizer optimizer;
    private final TrainingRecord record;
    private final TrainingListener listener;
    private final LongSupplier nanoseconds;
    private final Divergence divergence;
    private final long started;

    private SavedProgress state;
    private double secondsBefore;
    private double heldOut = Double.NaN;
    private long saved;

    TrainingRun(
            ReformerModel model,
            BatchSource data,
            TrainerConfig config,
            Optimizer optimizer,
            TrainingRecord record,
            TrainingListener listener,
            LongSupplier nanoseconds) {
        this.model = model;
        this.data = data;
        this.config = config;
        this.optimizer = optimizer;
        this.record = record;
        this.listener = listener;
        this.nanoseconds = nanoseconds;
        divergence = new Divergence(model, config.seed());
        started = nanoseconds.getAsLong();
        state = SavedProgress.beginning(TrainingIdentity.of(model, data, config));
    }

    Trainer.Result toEnd(BooleanSupplier stopping) {
        // What the settings are now goes on, not what they were, where a new rate was accepted.
        record.resume(state.identity()).ifPresent(found -> state = found.of(state.identity()));
        saved = state.step();
        secondsBefore = state.seconds();
        listener.onStart(state.step());
        boolean ended = isOver();
        while (!ended && !stopping.getAsBoolean()) {
            Progress progress = step();
            ended = isOver();
            finish(progress, ended);
        }
        if (saved != state.step()) {
            save();
        }
        if (ended && Double.isNaN(heldOut)) {
            heldOut = Trainer.evaluate(model, data, config);
        }
        return new Trainer.Result(state.step(), heldOut, !ended);
    }

    private boolean isOver() {
        boolean stepsDone = config.steps() > 0 && state.step() >= config.steps();
        return stepsDone || (config.seconds() > 0.0 && seconds() >= config.seconds());
    }

    private boolean due(int every) {
        return every > 0 && state.step() % every == 0;
    }

    private double seconds() {
        return secondsBefore + (nanoseconds.getAsLong() - started) * 1e-9;
    }

    private Progress step() {
        double before = seconds();
        long number = state.step() + 1;
        List<Batch> batches = Accumulation.batches(data, config, number);
        double rate = config.schedule().rate(number);
        // New sums at each step: a parameter that this step does not touch has none, resumed or not.
        try (Gradients gradients = Gradients.of(model.weights())) {
            Loss loss = Accumulation.of(model, batches, config.seed(), number, gradients);
            double norm = GradientNorm.of(gradients);
            divergence.requireFinite(number, loss, norm, batches, gradients, record::lastGood);
            GradientNorm.clip(gradients, norm, config.clipNorm());
            optimizer.step(model.weights(), gradients, rate, state.step());
            state = state.after(config.tokensPerStep(), seconds());
            double speed = config.tokensPerStep() / Math.max(1e-9, seconds() - before);
            return new Progress(number, loss.bits(), rate, norm, state.tokens(), state.seconds(), speed);
        }
    }

    /** Measures and saves what is due after a step. */
    private void finish(Progress progress, boolean last) {
        heldOut = due(config.evaluateEvery()) || last ? evaluate() : Double.NaN;
        record.append(progress, heldOut);
        listener.onStep(progress);
        if (due(config.checkpointEvery())) {
            save();
        }
    }

    private double evaluate() {
        Loss loss = Trainer.heldOut(model, data, config);
        divergence.requireFinite(state.step(), loss, record::lastGood);
        boolean best = loss.bits() < state.bestBits();
        if (best) {
            state = state.withBest(loss.bits());
            record.saveBest(state);
        }
        listener.onEvaluation(state.step(), loss.bits(), best);
        return loss.bits();
    }

    private void save() {
        divergence.requireFiniteWeights(state.step(), record::lastGood);
        state = state.at(seconds());
        record.save(state).ifPresent(path -> listener.onCheckpoint(state.step(), path));
        saved = state.step();
    }
}
