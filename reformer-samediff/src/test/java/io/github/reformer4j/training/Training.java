package io.github.reformer4j.training;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short trainings, and ends of them that nobody planned. */
final class Training {

    static final CheckpointContent CONTENT = new CheckpointContent(ByteTokenizer.PLAIN, "test");

    private Training() {}

    /** A process that is gone: nothing catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** 24 steps of two batches, measured every 4 and saved every 5. */
    static TrainerConfig config(OptimizerConfig optimizer, long seed) {
        return new TrainerConfig(2, 9, 2, optimizer, new Schedule.WarmupRsqrt(0.05, 8), 0.5, seed, 24, 0.0, 4, 6, 5);
    }

    static TrainerConfig steps(TrainerConfig c, long steps, int evaluateEvery, int checkpointEvery) {
        return new TrainerConfig(
                c.batchSize(),
                c.length(),
                c.accumulation(),
                c.optimizer(),
                c.schedule(),
                c.clipNorm(),
                c.seed(),
                steps,
                c.seconds(),
                evaluateEvery,
                c.evaluationWindows(),
                checkpointEvery);
    }

    static TrainerConfig rate(TrainerConfig c, Schedule schedule, double clipNorm) {
        return new TrainerConfig(
                c.batchSize(),
                c.length(),
                c.accumulation(),
                c.optimizer(),
                schedule,
                clipNorm,
                c.seed(),
                c.steps(),
                c.seconds(),
                c.evaluateEvery(),
                c.evaluationWindows(),
                c.checkpointEvery());
    }

    static Trainer.Result run(ReformerModel model, TrainerConfig config, Path folder, TrainingListener listener) {
        return run(model, config, folder, CONTENT, 3, listener);
    }

    static Trainer.Result run(
            ReformerModel model,
            TrainerConfig config,
            Path folder,
            CheckpointContent content,
            int keepLast,
            TrainingListener listener) {
        try (TrainingFolder open = TrainingFolder.open(folder, content, keepLast)) {
            return new Trainer(model, Tokens.OURS, config, open, listener).run();
        }
    }

    /** All weights as doubles, which hold a float exactly. */
    static Map<String, List<Double>> values(ReformerModel model) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        model.weights().all().forEach((name, weight) -> {
            List<Double> list = new ArrayList<>();
            for (double value : weight.data().asDouble()) {
                list.add(value);
            }
            values.put(name, list);
        });
        return values;
    }
}
