package io.github.reformer4j.model;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.GradientCheck;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of language models, from token ids to the loss, in training with dropout: against differences and each other. */
class ModelGradientTest {

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

    private static LanguageModel languageModel(ReformerConfig config) {
        return new LanguageModel(config, GradientCheck.weights(LanguageModel.parametersOf(config), SEED));
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

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void aLanguageModelHasItsDerivative(Semantics semantics) {
        check(languageModel(TinyConfig.of(true, semantics, TinyConfig.axial(), 0.2)), Batch.causal(ids()));
    }

    @ParameterizedTest
    @EnumSource(
            value = PositionKind.class,
            names = {"LEARNED", "SINUSOIDAL", "NONE"})
    void aLanguageModelWithOtherPositionsHasItsDerivative(PositionKind kind) {
        check(languageModel(TinyConfig.with(kind)), new Batch(ids(), ids(), mask()));
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void everyMemoryModeGivesTheSameGradients(Semantics semantics) {
        ReformerConfig config = TinyConfig.of(true, semantics, TinyConfig.axial(), 0.2);
        Map<String, INDArray> stored = gradients(config.withMemory(MemoryMode.STORE));
        for (MemoryMode memory : MemoryMode.values()) {
            Map<String, INDArray> others = gradients(config.withMemory(memory));
            assertThat(others.keySet()).isEqualTo(stored.keySet());
            stored.forEach((name, sum) ->
                    assertClose(memory + " " + name, java.util.Objects.requireNonNull(others.get(name)), sum, 1e-10));
        }
    }

    private static Map<String, INDArray> gradients(ReformerConfig config) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        try (LanguageModel model = languageModel(config);
                Gradients gradients = Gradients.of(model.weights())) {
            model.lossAndGradients(new Batch(ids(), ids(), mask()), Step.training(SEED), 1.0, gradients);
            gradients.all().forEach((name, sum) -> copies.put(name, sum.dup()));
        }
        return copies;
    }
}
