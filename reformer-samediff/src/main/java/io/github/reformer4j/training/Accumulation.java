package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerModel;
import java.util.ArrayList;
import java.util.List;

/** One step over several batches: loss and gradients of the mean over all labels that count, as if of one large batch. */
final class Accumulation {

    private Accumulation() {}

    /** The batches of a step, functions of seed, step and their place in it. */
    static List<Batch> batches(BatchSource data, TrainerConfig config, long step) {
        long key = CounterRandom.derive(CounterRandom.derive(config.seed(), "batches"), step);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < config.accumulation(); i++) {
            batches.add(data.training(CounterRandom.derive(key, i), config.batchSize(), config.length()));
        }
        return batches;
    }

    /** The chance of batch {@code index} of a step. */
    static Step chance(long seed, long step, int index) {
        long key = CounterRandom.derive(CounterRandom.derive(seed, "chance"), step);
        return Step.training(CounterRandom.derive(key, index));
    }

    /** Adds the gradients to {@code into}: a batch weighs as many labels as it counts. */
    static Loss of(ReformerModel model, List<Batch> batches, long seed, long step, Gradients into) {
        long labels = batches.stream().mapToLong(model::labelCount).sum();
        require(labels > 0, "no label of step %d counts; every batch needs something to learn", step);
        Loss loss = Loss.NONE;
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            long count = model.labelCount(batch);
            if (count > 0) {
                double share = (double) count / labels;
                loss = loss.plus(model.lossAndGradients(batch, chance(seed, step, i), share, into));
            }
        }
        return loss;
    }
}
