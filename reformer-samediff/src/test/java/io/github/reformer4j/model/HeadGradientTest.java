package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.testing.GradientCheck;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients of models with the other heads, in training with dropout, against differences. */
class HeadGradientTest {

    private static final long SEED = 17;
    private static final int LENGTH = 13;

    /** The gradient is of the mean loss, times this: large enough for the tolerance of the differences to be sharp. */
    private static final double SCALE = 100.0;

    private static int[][] numbers(long seed, int columns, int bound) {
        int[][] numbers = new int[2][columns];
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < columns; i++) {
                numbers[row][i] = (int) (CounterRandom.uniform(seed, (long) row * columns + i) * bound);
            }
        }
        return numbers;
    }

    private static int[][] ids() {
        return numbers(SEED, LENGTH, TinyConfig.VOCABULARY);
    }

    /** Padding on the left of one row and on the right of the other. */
    private static PaddingMask mask() {
        boolean[][] tokens = new boolean[2][LENGTH];
        Arrays.fill(tokens[0], 3, LENGTH, true);
        Arrays.fill(tokens[1], 0, LENGTH - 4, true);
        return PaddingMask.of(tokens);
    }

    private static void check(ReformerModel model, Batch batch) {
        Weights weights = model.weights();
        Step step = Step.training(SEED);
        try (model;
                Gradients gradients = Gradients.of(weights)) {
            Loss loss = model.lossAndGradients(batch, step, SCALE, gradients);
            assertThat(model.loss(batch, step).sum()).isCloseTo(loss.sum(), within(1e-10 * loss.sum()));
            assertThat(model.labelCount(batch)).isEqualTo(loss.count());
            assertThat(gradients.all().keySet())
                    .containsExactlyInAnyOrderElementsOf(weights.all().keySet());
            DoubleSupplier scaled = () -> SCALE * model.loss(batch, step).mean();
            gradients
                    .all()
                    .forEach((name, sum) ->
                            GradientCheck.checkAlongDirection(name, weights.get(name), sum, scaled, SEED));
        }
    }

    @Test
    void aMaskedLanguageModelHasItsDerivative() {
        ReformerConfig config = TinyConfig.of(false);
        int[][] labels = ids();
        IntStream.range(0, LENGTH).filter(i -> i % 3 != 0).forEach(i -> labels[i % 2][i] = Batch.IGNORED);
        check(
                new MaskedLanguageModel(config, GradientCheck.weights(MaskedLanguageModel.parametersOf(config), SEED)),
                new Batch(ids(), labels, mask()));
    }

    @Test
    void aSequenceClassifierHasItsDerivative() {
        ReformerConfig config = TinyConfig.of(false);
        check(
                new SequenceClassifier(config, GradientCheck.weights(SequenceClassifier.parametersOf(config), SEED)),
                new Batch(ids(), new int[][] {{2}, {0}}, null));
    }

    @Test
    void aTokenClassifierHasItsDerivative() {
        ReformerConfig config = TinyConfig.of(false);
        check(
                new TokenClassifier(config, GradientCheck.weights(TokenClassifier.parametersOf(config), SEED)),
                new Batch(ids(), numbers(3, LENGTH, 3), mask()));
    }

    @Test
    void aQuestionAnswererHasItsDerivative() {
        ReformerConfig config = TinyConfig.of(false);
        check(
                new QuestionAnswerer(config, GradientCheck.weights(QuestionAnswerer.parametersOf(config), SEED)),
                new Batch(ids(), new int[][] {{2, 5}, {0, LENGTH - 1}}, null));
    }
}
