package io.github.reformer4j.model;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.testing.GradientCheck;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A language model does not see what it is to predict, nor padding. */
class ModelCausalityTest {

    private static final int[][] IDS = {{1, 7, 3, 3, 8, 2, 4, 6, 5, 5, 1, 2, 8}};
    private static final int LENGTH = IDS[0].length;

    private static INDArray range(INDArray logits, int from, int to) {
        return logits.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static LanguageModel model(ReformerConfig config) {
        Weights weights = GradientCheck.weights(LanguageModel.parametersOf(config), 5);
        return new LanguageModel(config, weights);
    }

    private static void checkCausal(ReformerConfig config, Step step) {
        try (LanguageModel model = model(config)) {
            INDArray before = model.logits(IDS, null, step);
            for (int t : new int[] {1, 4, 7, LENGTH - 1}) {
                int[][] changed = {IDS[0].clone()};
                for (int i = t; i < LENGTH; i++) {
                    changed[0][i] = (changed[0][i] + 1 + i % 3) % TinyConfig.VOCABULARY;
                }
                INDArray after = model.logits(changed, null, step);
                assertThat(range(after, 0, t)
                                .sub(range(before, 0, t))
                                .amaxNumber()
                                .doubleValue())
                        .as("before position %d", t)
                        .isZero();
                assertThat(range(after, t, LENGTH)
                                .sub(range(before, t, LENGTH))
                                .amaxNumber()
                                .doubleValue())
                        .as("from position %d on", t)
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void logitsOfLocalAndExactLayersDoNotSeeTheFuture(Semantics semantics) {
        ReformerConfig config = TinyConfig.of(true, semantics, TinyConfig.axial(), 0.0)
                .withAttentionLayers(List.of(AttentionKind.LOCAL, AttentionKind.FULL, AttentionKind.FULL_SHARED));
        checkCausal(config, Step.inference(2));
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void withTheirBucketsKeptNeitherDoThoseOfLshLayers(Semantics semantics) {
        ReformerConfig config = TinyConfig.of(true, semantics, TinyConfig.axial(), 0.0);
        checkCausal(config, Step.inference(2).withAssignments(Assignments.empty()));
    }

    /** Positions without a vector of their own, because padding on the left moves them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void byThePaperPaddingOnEitherSideChangesNoLogits(int left) {
        ReformerConfig config = TinyConfig.of(true, Semantics.PAPER, Positions.of(PositionKind.NONE), 0.0);
        int[][] filled = new int[1][LENGTH + 3];
        boolean[][] tokens = new boolean[1][LENGTH + 3];
        System.arraycopy(IDS[0], 0, filled[0], left, LENGTH);
        Arrays.fill(tokens[0], left, left + LENGTH, true);
        try (LanguageModel model = model(config)) {
            INDArray alone = model.logits(IDS, null, Step.inference(2));
            INDArray padded = model.logits(filled, PaddingMask.of(tokens), Step.inference(2));
            assertClose("logits", range(padded, left, left + LENGTH), alone, 1e-12);
        }
    }
}
