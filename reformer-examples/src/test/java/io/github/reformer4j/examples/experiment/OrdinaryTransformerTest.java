package io.github.reformer4j.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class OrdinaryTransformerTest {

    private static final double STEP = 1e-5;
    private static final int[][] IDS = {{5, 9, 5, 77, 200, 3, 8}, {2, 2, 257, 40, 41, 42, 43}};

    private final ReformerConfig config = NamedConfigurations.byName("tiny");

    /** A central difference in double of some places of every parameter; buckets stay as they are, or a step could cross. */
    @Test
    void gradientsAreThoseOfTheLoss() {
        try (OrdinaryTransformer model = OrdinaryTransformer.create(config.withExactAttention(), DataType.DOUBLE, 3);
                Gradients gradients = Gradients.of(model.weights())) {
            Batch batch = Batch.causal(IDS);
            model.lossAndGradients(batch, Step.training(1), 1.0, gradients);
            for (Map.Entry<String, INDArray> weight : model.weights().all().entrySet()) {
                INDArray array = model.weights().toChange(weight.getKey());
                long place = array.length() / 3;
                double held = array.getDouble(place);
                double higher = loss(model, array, place, held + STEP);
                double lower = loss(model, array, place, held - STEP);
                array.putScalar(place, held);
                assertThat(gradients.sum(weight.getKey()).getDouble(place))
                        .as(weight.getKey())
                        .isCloseTo((higher - lower) / (2 * STEP), within(1e-8));
            }
        }
    }

    private static double loss(OrdinaryTransformer model, INDArray array, long place, double value) {
        array.putScalar(place, value);
        return model.loss(Batch.causal(IDS), Step.inference(1)).mean();
    }

    @Test
    void theLossIsThatOfTheLogits() {
        try (OrdinaryTransformer model = OrdinaryTransformer.create(config, DataType.DOUBLE, 3);
                INDArray logits = model.logits(IDS, null, Step.inference(1))) {
            assertThat(logits.shape()).containsExactly(2, 7, config.vocabularySize());
            Loss loss = model.loss(Batch.causal(IDS), Step.inference(1));
            double sum = 0.0;
            for (int row = 0; row < 2; row++) {
                for (int t = 0; t < 6; t++) {
                    sum += surprise(logits, row, t, IDS[row][t + 1]);
                }
            }
            assertThat(loss.count()).isEqualTo(12);
            assertThat(loss.sum()).isCloseTo(sum, within(1e-9));
        }
    }

    private static double surprise(INDArray logits, int row, int t, int label) {
        double all = 0.0;
        for (int id = 0; id < logits.size(2); id++) {
            all += Math.exp(logits.getDouble(row, t, id));
        }
        return Math.log(all) - logits.getDouble(row, t, label);
    }

    @Test
    void aTokenIsNotSeenBeforeItsPlace() {
        try (OrdinaryTransformer model = OrdinaryTransformer.create(config, DataType.DOUBLE, 3);
                INDArray logits = model.logits(IDS, null, Step.inference(1))) {
            int[][] changed = {IDS[0].clone(), IDS[1]};
            changed[0][6] = 100;
            try (INDArray others = model.logits(changed, null, Step.inference(1))) {
                assertThat(others.getDouble(0, 5, 9)).isEqualTo(logits.getDouble(0, 5, 9));
                assertThat(others.getDouble(0, 6, 9)).isNotEqualTo(logits.getDouble(0, 6, 9));
            }
        }
    }
}
