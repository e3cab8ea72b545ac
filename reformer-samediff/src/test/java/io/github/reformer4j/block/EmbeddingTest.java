package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.testing.GradientCheck;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Vectors of tokens and of their positions. */
class EmbeddingTest {

    private static final int[][] IDS = {{3, 0, 3, 6, 1}, {3, 3, 2, 2, 5}};

    private static final PositionEmbedding AXIAL = new AxialPositions(List.of(2, 3, 2), List.of(1, 2, 3), 0.02);
    private static final PositionEmbedding LEARNED = new LearnedPositions(9, 6, 0.02);
    private static final PositionEmbedding SINUSOIDAL = new SinusoidalPositions(6);

    static Stream<PositionEmbedding> positions() {
        return Stream.of(AXIAL, LEARNED, SINUSOIDAL);
    }

    private static TokenEmbedding embedding(PositionEmbedding positions) {
        return new TokenEmbedding(7, 6, 0.02, positions);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, 1000})
    void anIdOutsideTheVocabularyIsNamed(int id) {
        TokenEmbedding embedding = embedding(LEARNED);
        Weights weights = GradientCheck.weights(embedding.parameters(), 1);
        assertThatThrownBy(() -> embedding.embed(new int[][] {{1, 2}, {3, id}}, 0, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id " + id + " at [1, 1] is outside the vocabulary of 7 ids (0 to 6); "
                        + "use the tokenizer that the model was made for");
    }

    @Test
    void aSequenceThatIsTooLongIsToldWhatHoldsIt() {
        TokenEmbedding axial = embedding(AXIAL);
        Weights weights = GradientCheck.weights(axial.parameters(), 1);
        assertThatThrownBy(() -> axial.embed(new int[1][13], 0, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("axialShape [2, 3, 2] holds 12 positions, got a sequence of 13; "
                        + "raise it or shorten the input");
        TokenEmbedding learned = embedding(LEARNED);
        Weights others = GradientCheck.weights(learned.parameters(), 1);
        assertThatThrownBy(() -> learned.embed(new int[1][2], 8, others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPositions 9 holds 9 positions, got a sequence of 10; raise it or shorten the input");
    }

    @Test
    void axialVectorsAreThoseOfTheCoordinatesSideBySide() {
        Weights weights = GradientCheck.weights(AXIAL.parameters(), 2);
        INDArray rows = AXIAL.rows(0, 12, weights);
        for (int position = 0; position < 12; position++) {
            int[] coordinates = {position / 6, position / 2 % 3, position % 2};
            int column = 0;
            for (int axis = 0; axis < 3; axis++) {
                INDArray table = weights.get(axis + ".weight");
                for (int i = 0; i < table.size(1); i++) {
                    assertThat(rows.getDouble(position, column++)).isEqualTo(table.getDouble(coordinates[axis], i));
                }
            }
            assertThat(column).isEqualTo(6);
        }
    }

    @Test
    void sinusoidalVectorsAreWaves() {
        Weights weights = Weights.of(java.util.Map.of("any", random(1, 1)));
        INDArray rows = SINUSOIDAL.rows(5, 3, weights);
        for (int i = 0; i < 3; i++) {
            for (int pair = 0; pair < 3; pair++) {
                double angle = (5 + i) * Math.exp(-Math.log(10000.0) * 2 * pair / 6);
                assertThat(rows.getDouble(i, 2L * pair)).isCloseTo(Math.sin(angle), within(1e-12));
                assertThat(rows.getDouble(i, 2L * pair + 1)).isCloseTo(Math.cos(angle), within(1e-12));
            }
        }
        assertThat(SINUSOIDAL.parameters()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("positions")
    void aVectorIsThatOfItsTokenAndThatOfItsPosition(PositionEmbedding positions) {
        TokenEmbedding embedding = embedding(positions);
        Weights weights = GradientCheck.weights(embedding.parameters(), 3);
        INDArray embedded = embedding.embed(IDS, 0, weights);
        INDArray rows = positions.rows(0, 5, weights.at("position"));
        for (int row = 0; row < IDS.length; row++) {
            for (int i = 0; i < 5; i++) {
                INDArray expected =
                        weights.get("word.weight").getRow(IDS[row][i]).add(rows.getRow(i));
                assertClose("vector", embedded.slice(row).getRow(i), expected, 1e-15);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("positions")
    void anOffsetGoesOnWhereASequenceStopped(PositionEmbedding positions) {
        TokenEmbedding embedding = embedding(positions);
        Weights weights = GradientCheck.weights(embedding.parameters(), 3);
        INDArray whole = embedding.embed(new int[][] {{1, 2, 3, 4, 5}}, 0, weights);
        INDArray rest = embedding.embed(new int[][] {{4, 5}}, 3, weights);
        assertClose("row 3", rest.slice(0).getRow(0), whole.slice(0).getRow(3), 1e-15);
        assertClose("row 4", rest.slice(0).getRow(1), whole.slice(0).getRow(4), 1e-15);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void gradientsAreThoseOfDifferencesAndRepeatedIdsAddUp(PositionEmbedding positions) {
        TokenEmbedding embedding = embedding(positions);
        Weights weights = GradientCheck.weights(embedding.parameters(), 4);
        INDArray slope = random(6, 2, 5, 6);
        try (Gradients gradients = Gradients.of(weights)) {
            embedding.backward(IDS, 2, slope, gradients);
            weights.all()
                    .forEach((name, array) -> GradientCheck.check(
                            name,
                            array,
                            gradients.sum(name),
                            () -> embedding
                                    .embed(IDS, 2, weights)
                                    .muli(slope)
                                    .sumNumber()
                                    .doubleValue(),
                            4));
            INDArray threes = slope.slice(0).getRow(0).add(slope.slice(0).getRow(2));
            threes.addi(slope.slice(1).getRow(0)).addi(slope.slice(1).getRow(1));
            assertClose("id 3", gradients.sum("word.weight").getRow(3), threes, 1e-14);
        }
    }
}
