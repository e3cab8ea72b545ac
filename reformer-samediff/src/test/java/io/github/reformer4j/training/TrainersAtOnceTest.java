package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.AtOnce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Trainings in other threads, and interrupts, change nothing. */
class TrainersAtOnceTest {

    private static final int THREADS = 4;
    private static final int STEPS = 6;

    @TempDir
    Path temporary;

    /** What came out of a run. */
    private record Outcome(Map<Long, Double> losses, double heldOut, Map<String, List<Double>> weights) {}

    private Outcome train(long seed, String folder, TrainingListener listener) {
        TrainerConfig config = new TrainerConfig(
                2,
                16,
                1,
                OptimizerConfig.DecoupledAdam.DEFAULT,
                new Schedule.WarmupRsqrt(0.01, 4),
                1.0,
                seed,
                STEPS,
                0.0,
                3,
                2,
                2);
        Map<Long, Double> losses = new TreeMap<>();
        MemoryMode memory = seed % 2 == 0 ? MemoryMode.REVERSIBLE : MemoryMode.STORE;
        try (LanguageModel model = LanguageModel.create(LanguageModelResumeTest.config(memory), DataType.FLOAT, seed)) {
            Trainer.Result result = Training.run(model, config, temporary.resolve(folder), new TrainingListener() {
                @Override
                public void onStep(Progress progress) {
                    losses.put(progress.step(), progress.lossBits());
                    listener.onStep(progress);
                }
            });
            return new Outcome(losses, result.heldOutBits(), Training.values(model));
        }
    }

    private static TrainingListener quiet() {
        return new TrainingListener() {};
    }

    @Test
    void fourTrainersAtOnceGiveWhatEachGivesAlone() throws Exception {
        List<Outcome> alone = new ArrayList<>();
        List<Callable<Outcome>> tasks = new ArrayList<>();
        for (long seed = 0; seed < THREADS; seed++) {
            long own = seed;
            alone.add(train(own, "alone" + own, quiet()));
            tasks.add(() -> train(own, "together" + own, quiet()));
        }
        assertThat(AtOnce.run(tasks)).isEqualTo(alone);
    }

    /** Such as a thread of a pool that is shut down: the run goes on to its end, and its owner finds the interrupt. */
    @Test
    void anInterruptedTrainerComesToTheSameEndAndKeepsTheInterrupt() {
        Outcome expected = train(1, "undisturbed", quiet());
        Thread.currentThread().interrupt();
        Outcome interrupted = train(1, "interrupted", new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isEqualTo(expected);
        Path last = TrainingFolder.latest(temporary.resolve("interrupted")).orElseThrow();
        Thread.currentThread().interrupt();
        Checkpoint read = Checkpoint.load(last, LanguageModel::parametersOf);
        assertThat(Thread.interrupted()).isTrue();
        try (LanguageModel model = new LanguageModel(read.config(), read.weights())) {
            assertThat(Training.values(model)).isEqualTo(expected.weights());
        }
    }
}
