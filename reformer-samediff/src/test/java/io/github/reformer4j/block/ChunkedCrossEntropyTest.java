package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.testing.GradientCheck;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The loss in chunks is softmax cross entropy, whatever the chunks. */
class ChunkedCrossEntropyTest {

    private static final int[] LABELS = {0, 4, -100, 2, 2, -1, 3, 1, -100};

    private static ChunkedCrossEntropy loss(int chunk) {
        return new ChunkedCrossEntropyConfig(3, 5, chunk, 0.02).toLoss();
    }

    private static Weights weights() {
        return GradientCheck.weights(loss(0).parameters(), 3);
    }

    private static INDArray input() {
        return random(1, 9, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8, 9, 10, 100})
    void theLossIsALogSoftmaxInAnyChunks(int chunk) {
        Weights weights = weights();
        double[][] logits = loss(0).logits(input(), weights).toDoubleMatrix();
        double expected = 0.0;
        for (int row = 0; row < LABELS.length; row++) {
            if (LABELS[row] >= 0) {
                double sum = Arrays.stream(logits[row]).map(Math::exp).sum();
                expected += Math.log(sum) - logits[row][LABELS[row]];
            }
        }
        ChunkedCrossEntropy.Sum sum = loss(chunk).loss(input(), LABELS, weights);
        assertThat(sum.sum()).isCloseTo(expected, within(1e-12));
        assertThat(sum.count()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 10})
    void theGradientIsThatOfTheScaledMeanInAnyChunks(int chunk) {
        Weights weights = weights();
        INDArray x = input();
        INDArray dx = Nd4j.valueArrayOf(new long[] {9, 3}, 7.0, x.dataType());
        try (Gradients gradients = Gradients.of(weights)) {
            double sum = loss(chunk)
                    .lossAndGradients(x, LABELS, 2.5, weights, gradients, dx)
                    .sum();
            assertThat(sum).isCloseTo(loss(0).loss(x, LABELS, weights).sum(), within(1e-12));
            java.util.function.DoubleSupplier mean =
                    () -> 2.5 * loss(chunk).loss(x, LABELS, weights).sum() / 6;
            GradientCheck.check("input", x, dx, mean, 1);
            weights.all().forEach((name, array) -> GradientCheck.check(name, array, gradients.sum(name), mean, 1));
        }
        for (int row : new int[] {2, 5, 8}) {
            assertThat(dx.getRow(row).amaxNumber().doubleValue())
                    .as("row %d counts for nothing", row)
                    .isZero();
        }
    }

    @Test
    void gradientsAreAddedToWhatStandsThere() {
        Weights weights = weights();
        INDArray dx = input();
        try (Gradients gradients = Gradients.of(weights)) {
            loss(4).lossAndGradients(input(), LABELS, 1.0, weights, gradients, dx);
            INDArray once = gradients.sum("weight").dup();
            loss(2).lossAndGradients(input(), LABELS, 1.0, weights, gradients, dx);
            assertClose("twice", gradients.sum("weight"), once.mul(2.0), 1e-12);
        }
    }

    @Test
    void greatLogitsDoNotOverflow() {
        Weights weights = weights();
        INDArray x = input().muli(1e4);
        assertThat(loss(0).loss(x, LABELS, weights).sum()).isFinite().isPositive();
    }

    @Test
    void whereNothingCountsTheLossAndItsGradientAreZero() {
        Weights weights = weights();
        int[] none = new int[9];
        Arrays.fill(none, -100);
        INDArray dx = input();
        try (Gradients gradients = Gradients.of(weights)) {
            ChunkedCrossEntropy.Sum sum = loss(2).lossAndGradients(input(), none, 1.0, weights, gradients, dx);
            assertThat(sum).isEqualTo(new ChunkedCrossEntropy.Sum(0.0, 0));
            assertThat(dx.amaxNumber().doubleValue()).isZero();
            assertThat(gradients.sum("weight").amaxNumber().doubleValue()).isZero();
        }
    }

    @Test
    void aLabelOutsideTheClassesIsNamed() {
        int[] labels = LABELS.clone();
        labels[7] = 5;
        Weights weights = weights();
        assertThatThrownBy(() -> loss(0).loss(input(), labels, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 5 of row 7 is outside the 5 classes (0 to 4; a negative label counts for nothing)");
    }

    @Test
    void labelsAreAsManyAsRows() {
        Weights weights = weights();
        assertThatThrownBy(() -> loss(0).loss(input(), new int[8], weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("over 8 labels needs as many rows, got shape [9, 3]");
    }
}
