package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A training that was killed and gone on with is, bit for bit, one that was not. */
class ResumeTest {

    @TempDir
    private Path temporary;

    static Stream<Arguments> trainings() {
        List<OptimizerConfig> optimizers = List.of(
                OptimizerConfig.adam(0.9, 0.98, 1e-8),
                OptimizerConfig.DecoupledAdam.DEFAULT,
                OptimizerConfig.Factored.DEFAULT.withMomentum(0.9));
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> optimizers.stream()
                        .flatMap(optimizer -> Stream.of(1L, 2L).map(seed -> Arguments.of(type, optimizer, seed))));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void killedAtAnyMomentAndResumedIsAsIfNeverKilled(DataType type, OptimizerConfig optimizer, long seed)
            throws IOException {
        TrainerConfig config = Training.config(optimizer, seed);
        Map<Long, Double> expected = new TreeMap<>();
        Path whole = temporary.resolve("whole");
        Map<String, List<Double>> weights;
        try (BigramModel model = new BigramModel(type, seed, 0.2)) {
            Training.run(model, config, whole, losses(expected));
            weights = Training.values(model);
        }

        Path torn = temporary.resolve("torn");
        Kills kills = new Kills(seed, expected);
        for (int run = 0; !kills.finished; run++) {
            kills.plan(run);
            try (BigramModel model = new BigramModel(type, seed, 0.2)) {
                Training.run(model, config, torn, kills.content(), 3, kills);
                kills.finished = true;
                assertThat(Training.values(model)).isEqualTo(weights);
            } catch (Training.Killed killed) {
                kills.count++;
            }
        }

        assertThat(kills.count).isGreaterThan(3);
        assertThat(untimed(torn)).isEqualTo(untimed(whole)).hasSize(25);
        assertThat(names(torn)).isEqualTo(names(whole));
    }

    private static TrainingListener losses(Map<Long, Double> losses) {
        return new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                losses.put(progress.step(), progress.lossBits());
            }
        };
    }

    private static List<String> untimed(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("metrics.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',', line.lastIndexOf(',') - 1)))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        return FolderTree.children(folder).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .toList();
    }

    /** Kills each run once, at a step and in a moment drawn by its number; compares every loss on the way. */
    private static final class Kills implements TrainingListener {

        private final long seed;
        private final Map<Long, Double> expected;
        private boolean finished;
        private int count;
        private int moment;
        private long eventsLeft;

        Kills(long seed, Map<Long, Double> expected) {
            this.seed = seed;
            this.expected = expected;
        }

        void plan(int run) {
            // The longer it lasts the later it dies, so that it comes to an end.
            moment = (int) (CounterRandom.uniform(seed, 2L * run) * 6);
            int atMost = moment == 0 ? 7 : 2;
            eventsLeft = 1 + (long) (CounterRandom.uniform(seed, 2L * run + 1) * (atMost + run / 4));
        }

        private void happens(int what) {
            if (what == moment && --eventsLeft == 0) {
                throw new Training.Killed();
            }
        }

        CheckpointContent content() {
            return new CheckpointContent(io.github.reformer4j.data.ByteTokenizer.PLAIN, "test") {
                @Override
                void write(Path folder, ReformerModel model, Optimizer optimizer, SavedProgress progress)
                        throws IOException {
                    super.write(folder, model, optimizer, progress);
                    if (moment == 5) {
                        Files.delete(folder.resolve("optimizer.safetensors"));
                    }
                    happens(5);
                    happens(4);
                }

                @Override
                void writeModel(Path folder, ReformerModel model, SavedProgress progress) {
                    super.writeModel(folder, model, progress);
                    happens(3);
                }
            };
        }

        @Override
        public void onStep(Progress progress) {
            assertThat(progress.lossBits()).isEqualTo(expected.get(progress.step()));
            happens(0);
        }

        @Override
        public void onEvaluation(long step, double bits, boolean best) {
            happens(1);
        }

        @Override
        public void onCheckpoint(long step, Path folder) {
            happens(2);
        }
    }

    @Test
    void moreStepsGoOnWhereFewerEnded() {
        TrainerConfig config = Training.config(OptimizerConfig.DecoupledAdam.DEFAULT, 5);
        Map<Long, Double> expected = new TreeMap<>();
        Map<Long, Double> actual = new TreeMap<>();
        try (BigramModel model = new BigramModel(DataType.FLOAT, 5, 0.2)) {
            Training.run(model, config, temporary.resolve("whole"), losses(expected));
        }
        for (long steps : new long[] {7, 7, 24}) {
            try (BigramModel model = new BigramModel(DataType.FLOAT, 5, 0.2)) {
                Training.run(model, Training.steps(config, steps, 4, 5), temporary.resolve("parts"), losses(actual));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }
}
