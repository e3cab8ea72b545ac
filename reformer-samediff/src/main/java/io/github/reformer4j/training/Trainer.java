package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model. Batches, dropout and rotations of a step are functions of the seed and the number of the step, and a
 * checkpoint holds everything else, so that a run which was killed and resumed gives bit for bit the losses of one that was
 * not.
 */
public final class Trainer {

    private final ReformerModel model;
    private final BatchSource data;
    private final TrainerConfig config;
    private final @Nullable TrainingFolder folder;
    private final TrainingListener listener;
    private volatile boolean stopping;

    /**
     * A trainer.
     *
     * @param model whose weights change in place
     * @param folder for checkpoints and metrics, from whose newest checkpoint the run goes on; null: nothing is written
     */
    public Trainer(
            ReformerModel model,
            BatchSource data,
            TrainerConfig config,
            @Nullable TrainingFolder folder,
            TrainingListener listener) {
        this.model = model;
        this.data = data;
        this.config = config;
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * How a run ended.
     *
     * @param steps done, those of resumed runs included
     * @param heldOutBits at the end
     * @param stopped whether it was stopped before its end
     */
    public record Result(long steps, double heldOutBits, boolean stopped) {}

    /** Ends the run after the current step, with a checkpoint; may be called from any thread. */
    public void stop() {
        stopping = true;
    }

    /**
     * Trains to the end.
     *
     * @throws DivergedException where a loss or a gradient is not finite
     */
    public Result run() {
        try (Optimizer optimizer = config.optimizer().create(model.weights());
                Gradients gradients = Gradients.of(model.weights())) {
            return new Run(optimizer, gradients).toEnd();
        }
    }

    /** Loss of the held-out part, bits a token. */
    public static double evaluate(ReformerModel model, BatchSource data, TrainerConfig config) {
        Loss loss = Loss.NONE;
        Step step = Step.inference(config.seed());
        for (Batch batch : data.heldOut(config.batchSize(), config.length(), config.evaluationWindows())) {
            loss = loss.plus(model.loss(batch, step));
        }
        return loss.bits();
    }

    private final class Run {
        private final Optimizer optimizer;
        private final Gradients gradients;
        private final @Nullable MetricsFile metrics;
        private final long started = System.nanoTime();
        private final double secondsBefore;
        private TrainingState state;
        private long saved;
        private double heldOut = Double.NaN;

        Run(Optimizer optimizer, Gradients gradients) {
            this.optimizer = optimizer;
            this.gradients = gradients;
            TrainingState beginning = TrainingState.beginning(data.hash(), config.identity());
            Optional<TrainingState> restored = folder == null ? Optional.empty() : folder.restore(model, optimizer);
            restored.ifPresent(found -> found.requireSame(beginning));
            state = restored.orElse(beginning);
            saved = state.step();
            secondsBefore = state.seconds();
            metrics = folder == null ? null : folder.metrics(state.step());
        }

        Result toEnd() {
            while (!stopping && goesOn()) {
                Progress progress = step();
                heldOut = Double.NaN;
                if (due(config.evaluateEvery()) || !goesOn()) {
                    evaluate();
                }
                if (metrics != null) {
                    metrics.append(progress, heldOut);
                }
                listener.onStep(progress);
                if (due(config.checkpointEvery())) {
                    save();
                }
            }
            if (saved != state.step()) {
                save();
            }
            if (Double.isNaN(heldOut) && !stopping) {
                evaluate();
            }
            return new Result(state.step(), heldOut, stopping);
        }

        private boolean goesOn() {
            boolean stepsLeft = config.steps() == 0 || state.step() < config.steps();
            return stepsLeft && (config.seconds() == 0.0 || seconds() < config.seconds());
        }

        private boolean due(int every) {
            return every > 0 && state.step() % every == 0;
        }

        private double seconds() {
            return secondsBefore + (System.nanoTime() - started) * 1e-9;
        }

        private Progress step() {
            double before = seconds();
            gradients.clear();
            List<Batch> batches = batches();
            long labels = batches.stream().mapToLong(model::labelCount).sum();
            Loss loss = Loss.NONE;
            for (int i = 0; i < batches.size(); i++) {
                double share = (double) model.labelCount(batches.get(i)) / Math.max(1, labels);
                loss = loss.plus(model.lossAndGradients(batches.get(i), chance(i), share, gradients));
            }
            double norm = GradientNorm.of(gradients);
            requireFinite(loss, norm, batches);
            GradientNorm.clip(gradients, norm, config.clipNorm());
            double rate = config.schedule().rate(state.step() + 1);
            optimizer.step(model.weights(), gradients, rate, state.step());
            state = state.after(config.tokensPerStep(), seconds());
            double speed = config.tokensPerStep() / Math.max(1e-9, seconds() - before);
            return new Progress(state.step(), loss.bits(), rate, norm, state.tokens(), state.seconds(), speed);
        }

        private List<Batch> batches() {
            long key = CounterRandom.derive(CounterRandom.derive(config.seed(), "batches"), state.step());
            List<Batch> batches = new ArrayList<>();
            for (int i = 0; i < config.accumulation(); i++) {
                batches.add(data.training(CounterRandom.derive(key, i), config.batchSize(), config.length()));
            }
            return batches;
        }

        private Step chance(int microBatch) {
            long key = CounterRandom.derive(CounterRandom.derive(config.seed(), "steps"), state.step());
            return Step.training(CounterRandom.derive(key, microBatch));
        }

        private void requireFinite(Loss loss, double norm, List<Batch> batches) {
            if (Double.isFinite(loss.mean()) && Double.isFinite(norm)) {
                return;
            }
            String place = "the gradients alone, no output of any block";
            for (int i = 0; i < batches.size(); i++) {
                Optional<String> first = model.firstNonFinite(batches.get(i), chance(i));
                if (first.isPresent()) {
                    place = "the block " + first.get() + " first";
                    break;
                }
            }
            throw new DivergedException(String.format(
                    "step %d gave a loss of %s and a gradient norm of %s; what was not finite was %s. %s; "
                            + "lower the learning rate or clip the gradients",
                    state.step() + 1, loss.mean(), norm, place, lastGood()));
        }

        private String lastGood() {
            Optional<Path> latest = folder == null ? Optional.empty() : TrainingFolder.latest(folder.path());
            return latest.map(path -> "The last good checkpoint is " + path).orElse("There is no checkpoint yet");
        }

        private void evaluate() {
            heldOut = Trainer.evaluate(model, data, config);
            boolean best = heldOut < state.bestBits();
            if (best) {
                state = state.withBest(heldOut);
                if (folder != null) {
                    folder.saveBest(model, state);
                }
            }
            listener.onEvaluation(state.step(), heldOut, best);
        }

        private void save() {
            if (folder != null) {
                saved = state.step();
                listener.onCheckpoint(state.step(), folder.save(model, optimizer, state));
            }
        }
    }
}
