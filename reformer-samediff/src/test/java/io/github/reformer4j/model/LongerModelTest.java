package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that grows keeps what it knows. */
class LongerModelTest {

    private static final int BEFORE = 16;

    static Stream<Positions> everyKind() {
        return Stream.of(
                TinyConfig.axial(),
                Positions.axial(List.of(2, 2, 4), List.of(1, 2, 3)),
                Positions.axial(List.of(5, 4), List.of(2, 4)),
                Positions.of(PositionKind.LEARNED),
                Positions.of(PositionKind.SINUSOIDAL),
                Positions.of(PositionKind.NONE));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void itComputesTheSameUpToItsFormerLength(Positions positions) {
        ReformerConfig config = config(positions);
        int[][] ids = ids(BEFORE);
        INDArray before;
        Weights weights = weights(config);
        before = new LanguageModel(config, weights).logits(ids, null, Step.inference(3));
        LongerModel longer = LongerModel.of(config, weights, 37);
        try (LanguageModel model = new LanguageModel(longer.config(), longer.weights())) {
            assertThat(model.logits(ids, null, Step.inference(3))).isEqualTo(before);
            assertThat(model.logits(ids(37), null, Step.inference(3)).shape())
                    .containsExactly(1, 37, TinyConfig.VOCABULARY);
        }
    }

    @Test
    void positionsBeyondBeginWithTheVectorsOfThoseBefore() {
        ReformerConfig config = config(TinyConfig.axial());
        Weights weights = weights(config);
        double[][] before = weights.get("embeddings.position.0.weight").toDoubleMatrix();
        LongerModel longer = LongerModel.of(config, weights, 37);
        double[][] rows = longer.weights().get("embeddings.position.0.weight").toDoubleMatrix();
        assertThat(longer.config().positions().axialShape()).containsExactly(10, 4);
        assertThat(longer.config().maxPositions()).isEqualTo(37);
        for (int i = 0; i < rows.length; i++) {
            assertThat(rows[i]).isEqualTo(before[i % before.length]);
        }
        longer.weights().close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 15, 16})
    void noMorePositionsAreRefused(int positions) {
        ReformerConfig config = config(TinyConfig.axial());
        Weights weights = weights(config);
        assertThatThrownBy(() -> LongerModel.of(config, weights, positions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model has 16 positions already; ask for more than these, got " + positions);
        weights.close();
    }

    private static ReformerConfig config(Positions positions) {
        return TinyConfig.of(true, Semantics.PAPER, positions, 0.0);
    }

    private static Weights weights(ReformerConfig config) {
        return Weights.create(LanguageModel.parametersOf(config), DataType.DOUBLE, 5);
    }

    private static int[][] ids(int length) {
        return new int[][] {
            IntStream.range(0, length).map(i -> i * i % TinyConfig.VOCABULARY).toArray()
        };
    }
}
