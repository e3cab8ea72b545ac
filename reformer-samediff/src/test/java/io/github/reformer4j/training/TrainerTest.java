package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

class TrainerTest {

    private static final OptimizerConfig SGD = new OptimizerConfig.Updater(new Sgd(1.0));

    /** Everything that a listener hears. */
    private static final class Heard implements TrainingListener {
        private final List<Progress> steps = new ArrayList<>();
        private final List<Long> evaluations = new ArrayList<>();

        @Override
        public void onStep(Progress progress) {
            steps.add(progress);
        }

        @Override
        public void onEvaluation(long step, double bits, boolean best) {
            evaluations.add(step);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void gradientsOfSeveralBatchesAreThoseOfOneLargeBatch(long seed) {
        List<Batch> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[][] ids = Tokens.OURS.training(seed * 10 + i, 2, 9).ids();
            ids[0][0] = 0;
            int[][] labels = Arrays.stream(ids).map(int[]::clone).toArray(int[][]::new);
            // Batches of unequal numbers of labels: 16, 11 and 6.
            Arrays.fill(labels[1], 1, 1 + Math.min(8, 5 * i), Batch.IGNORED);
            Arrays.fill(labels[0], 7, 7 + (i == 2 ? 2 : 0), Batch.IGNORED);
            parts.add(new Batch(ids, labels, null));
        }
        Batch large = new Batch(
                parts.stream().flatMap(part -> Arrays.stream(part.ids())).toArray(int[][]::new),
                parts.stream().flatMap(part -> Arrays.stream(part.labels())).toArray(int[][]::new),
                null);
        try (BigramModel model = new BigramModel(DataType.DOUBLE, seed, 0.0);
                Gradients ofParts = Gradients.of(model.weights());
                Gradients ofLarge = Gradients.of(model.weights())) {
            Loss loss = Accumulation.of(model, parts, seed, 1, ofParts);
            Loss expected = Accumulation.of(model, List.of(large), seed, 1, ofLarge);

            assertThat(loss.mean()).isCloseTo(expected.mean(), within(1e-10));
            assertThat(ofParts.all().keySet()).isEqualTo(ofLarge.all().keySet()).hasSize(3);
            ofParts.all()
                    .forEach((name, gradient) -> assertThat(gradient.data().asDouble())
                            .containsExactly(ofLarge.sum(name).data().asDouble(), within(1e-10)));
        }
    }

    @Test
    void batchesWithoutLabelsAreRefused() {
        Batch nothing = new Batch(new int[][] {{1, 2}}, new int[][] {{1, Batch.IGNORED}}, null);
        try (BigramModel model = new BigramModel(DataType.FLOAT, 1, 0.0);
                Gradients gradients = Gradients.of(model.weights())) {
            assertThatThrownBy(() -> Accumulation.of(model, List.of(nothing), 1, 7, gradients))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no label of step 7 counts; every batch needs something to learn");
        }
    }

    @Test
    void learningRateFollowsTheScheduleAndTokensAreCounted() {
        TrainerConfig config = Training.config(SGD, 3);
        Heard heard = new Heard();
        try (BigramModel model = new BigramModel(DataType.FLOAT, 3, 0.2)) {
            new Trainer(model, Tokens.OURS, config, null, heard).run();
        }
        assertThat(heard.steps).hasSize(24);
        for (int i = 0; i < 24; i++) {
            assertThat(heard.steps.get(i).step()).isEqualTo(i + 1);
            assertThat(heard.steps.get(i).learningRate())
                    .isEqualTo(config.schedule().rate(i + 1));
            assertThat(heard.steps.get(i).tokens()).isEqualTo((i + 1) * 36L);
        }
        assertThat(heard.evaluations).containsExactly(4L, 8L, 12L, 16L, 20L, 24L);
    }

    @Test
    void stepsOfGradientDescentAreNoLongerThanClipNormTimesRate() {
        Schedule constant = new Schedule.Constant(0.5, 0);
        TrainerConfig clipped = Training.rate(Training.steps(Training.config(SGD, 3), 1, 0, 0), constant, 0.01);
        TrainerConfig free = Training.rate(clipped, constant, 0.0);

        assertThat(wayOfOneStep(clipped)).isCloseTo(0.5 * 0.01, within(1e-10));
        assertThat(wayOfOneStep(free)).isGreaterThan(0.05);
    }

    private static double wayOfOneStep(TrainerConfig config) {
        Heard heard = new Heard();
        try (BigramModel model = new BigramModel(DataType.DOUBLE, 3, 0.2);
                BigramModel before = new BigramModel(DataType.DOUBLE, 3, 0.2)) {
            new Trainer(model, Tokens.OURS, config, null, heard).run();
            double squares = model.weights().all().entrySet().stream()
                    .mapToDouble(entry ->
                            entry.getValue().squaredDistance(before.weights().get(entry.getKey())))
                    .sum();
            double way = Math.sqrt(squares);
            double norm = heard.steps.get(0).gradientNorm();
            double kept = config.clipNorm() == 0.0 ? norm : Math.min(norm, config.clipNorm());
            assertThat(way).isCloseTo(0.5 * kept, within(1e-10));
            return way;
        }
    }

    @Test
    void trainingLearns() {
        TrainerConfig config = Training.rate(
                Training.steps(Training.config(OptimizerConfig.DecoupledAdam.DEFAULT, 3), 150, 0, 0),
                new Schedule.Constant(0.05, 10),
                1.0);
        try (BigramModel model = new BigramModel(DataType.FLOAT, 3, 0.0)) {
            double before = Trainer.evaluate(model, Tokens.OURS, config);
            Trainer.Result result = new Trainer(model, Tokens.OURS, config, null, TrainingListener.NONE).run();

            assertThat(before).isGreaterThan(3.3);
            assertThat(result.heldOutBits()).isLessThan(2.6);
            assertThat(result.heldOutBits()).isEqualTo(Trainer.evaluate(model, Tokens.OURS, config));
        }
    }

    @Test
    void stopEndsAfterTheStep() {
        TrainerConfig config = Training.config(SGD, 3);
        try (BigramModel model = new BigramModel(DataType.FLOAT, 3, 0.2)) {
            Trainer[] trainer = new Trainer[1];
            trainer[0] = new Trainer(model, Tokens.OURS, config, null, new TrainingListener() {
                @Override
                public void onStep(Progress progress) {
                    if (progress.step() == 6) {
                        trainer[0].stop();
                    }
                }
            });
            Trainer.Result result = trainer[0].run();

            assertThat(result.steps()).isEqualTo(6);
            assertThat(result.stopped()).isTrue();
            assertThat(result.heldOutBits()).isNaN();
        }
    }

    @Test
    void runEndsWhenItsTimeIsOver() {
        TrainerConfig all = Training.config(SGD, 3);
        TrainerConfig config = new TrainerConfig(2, 9, 2, SGD, all.schedule(), 0.5, 3, 0, 2.5, 0, 6, 0);
        AtomicLong clock = new AtomicLong();
        TrainingListener secondAStep = new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                clock.addAndGet(1_000_000_000L);
            }
        };
        try (BigramModel model = new BigramModel(DataType.FLOAT, 3, 0.2)) {
            Trainer.Result result = new Trainer(model, Tokens.OURS, config, null, secondAStep, clock::get).run();

            assertThat(result.stopped()).isFalse();
            // The listener hears of a step after it ended: three seconds are over within the fourth.
            assertThat(result.steps()).isEqualTo(4);
            assertThat(result.heldOutBits()).isFinite();
        }
    }
}
