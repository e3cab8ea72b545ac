package io.github.reformer4j.examples.revnet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The user's own SameDiff functions in reversible layers: the RevNet over images. */
class ConvRevNetTest {

    private static final int CLASSES = DrawnShapes.CLASSES.size();
    private static final int CHANNELS = 6;

    private static Block network(MemoryMode memory) {
        return ConvRevNet.of(2, CHANNELS, CLASSES, memory);
    }

    private static LabelledImages images(long seed) {
        try (LabelledImages drawn = DrawnShapes.draw(seed, 0, 5)) {
            return new LabelledImages(drawn.images().castTo(DataType.DOUBLE), drawn.labels());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theThreeMemoryModesGiveEqualGradients(long seed) {
        Weights weights = Weights.create(network(MemoryMode.STORE).parameters(), DataType.DOUBLE, seed);
        for (MemoryMode memory : MemoryMode.values()) {
            assertThat(GradientAgreement.greatestDifference(
                            network(memory), network(MemoryMode.STORE), weights, images(seed)))
                    .as("mode %s", memory)
                    .isLessThan(1e-10);
        }
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void gradientsAgreeWithDifferences(MemoryMode memory) {
        Block network = network(memory);
        Weights weights = Weights.create(network.parameters(), DataType.DOUBLE, 4);
        LabelledImages images = images(4);
        Gradients gradients = Gradients.of(weights);
        ImageClassifier.addGradients(network, weights, images, gradients);
        assertThat(gradients.all().keySet()).isEqualTo(weights.all().keySet());
        weights.all().forEach((name, array) -> {
            INDArray direction = Initializer.normal(1.0).create(DataType.DOUBLE, name.hashCode(), array.shape());
            double along = requireNonNull(gradients.all().get(name))
                    .mul(direction)
                    .sumNumber()
                    .doubleValue();
            double step = 1e-7; // larger ones cross kinks of the ReLUs
            array.addi(direction.mul(step));
            double above = loss(network, weights, images);
            array.subi(direction.mul(2 * step));
            double below = loss(network, weights, images);
            array.addi(direction.mul(step));
            assertThat(along).as(name).isCloseTo((above - below) / (2 * step), within(1e-6));
        });
    }

    private static double loss(Block network, Weights weights, LabelledImages images) {
        try (INDArray logits = network.forward(images.images(), weights, Step.training(0));
                SoftmaxLoss loss = SoftmaxLoss.of(logits, images.labels())) {
            return loss.mean();
        }
    }

    @Test
    void itLearnsToTellFourImagesApart() {
        try (ImageClassifier classifier = new ImageClassifier(network(MemoryMode.REVERSIBLE), DataType.FLOAT, 1);
                LabelledImages images = DrawnShapes.draw(1, 0, 8)) {
            double before = classifier.train(images, 5e-3);
            double after = before;
            for (int step = 0; step < 60; step++) {
                after = classifier.train(images, 5e-3);
            }
            assertThat(after).isLessThan(0.2 * before);
            assertThat(classifier.accuracy(images)).isEqualTo(1.0);
        }
    }

    @Test
    void aDrawingIsAFunctionOfSeedAndNumber() {
        try (LabelledImages many = DrawnShapes.draw(7, 0, 12);
                LabelledImages last = DrawnShapes.draw(7, 8, 4);
                LabelledImages other = DrawnShapes.draw(8, 8, 4)) {
            assertThat(Arrays.copyOfRange(many.labels(), 8, 12)).isEqualTo(last.labels());
            assertThat(many.images().getDouble(9, 0, 5, 5))
                    .isEqualTo(last.images().getDouble(1, 0, 5, 5));
            assertThat(other.images()).isNotEqualTo(last.images());
            assertThat(many.labels()).contains(0, 1, 2, 3);
        }
    }
}
