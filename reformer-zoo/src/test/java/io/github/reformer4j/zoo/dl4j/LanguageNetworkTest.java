package io.github.reformer4j.zoo.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Models and their networks give the same; where they cannot, there is no network. */
class LanguageNetworkTest {

    private static final long SEED = 7;
    private static final int LENGTH = 19; // several chunks, and no multiple of one

    @TestFactory
    Stream<DynamicTest> theOutputIsTheSoftmaxOfTheLogits() {
        return SmallModels.networks()
                .flatMap(config -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                        .map(type -> DynamicTest.dynamicTest(
                                config.positions().kind() + ", " + type, () -> requireSame(config, type))));
    }

    private static void requireSame(ReformerConfig config, DataType type) {
        int[][] ids = SmallModels.ids(2, LENGTH, config.vocabularySize());
        try (LanguageModel model = LanguageModel.create(config, type, 3);
                INDArray features = SmallModels.features(ids)) {
            MultiLayerNetwork network = LanguageNetwork.of(model, SEED);
            assertThat(network.numParams())
                    .isEqualTo(model.weights().all().values().stream()
                            .mapToLong(INDArray::length)
                            .sum());
            INDArray expected = model.logits(ids, null, step(network)); // [b, n, V]
            Nd4j.getExecutioner().exec(new SoftMax(expected, expected, 2));
            INDArray probabilities = network.output(features).permute(0, 2, 1);
            assertThat(probabilities.shape()).isEqualTo(expected.shape());
            assertThat(probabilities.sub(expected).amaxNumber().doubleValue())
                    .isCloseTo(0.0, within(type == DataType.DOUBLE ? 1e-14 : 1e-6));
        }
    }

    /** The chance of the encoder when nothing is trained. */
    private static Step step(MultiLayerNetwork network) {
        int index = network.getLayer(LanguageNetwork.ENCODER).getIndex();
        return Step.inference(CounterRandom.derive(CounterRandom.derive(SEED, index), 0));
    }

    @Test
    void theNetworkLearnsAndTheModelStaysAsItIs() {
        ReformerConfig config = SmallModels.axial();
        int[][] ids = SmallModels.ids(2, LENGTH, config.vocabularySize());
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 3);
                INDArray words = model.weights().get("embeddings.word.weight").dup();
                INDArray next = Nd4j.createFromArray(SmallModels.ids(2, LENGTH, config.vocabularySize()))) {
            MultiLayerNetwork network = LanguageNetwork.of(model, SEED);
            DataSet data = new DataSet(SmallModels.features(ids), next.castTo(DataType.FLOAT));
            network.fit(data);
            double first = network.score();
            for (int step = 0; step < 10; step++) {
                network.fit(data);
            }
            assertThat(network.score()).isLessThan(first);
            assertThat(network.getLayer(LanguageNetwork.EMBEDDING).getParam("W"))
                    .isNotEqualTo(words);
            assertThat(model.weights().get("embeddings.word.weight")).isEqualTo(words);
        }
    }

    /** The host adds up gradients of ids that come more than once. */
    @Test
    void gradientsOfTokenVectorsAgreeWithDifferences() {
        ReformerConfig config = SmallModels.axial()
                .withAttentionLayers(List.of(AttentionKind.LOCAL, AttentionKind.FULL)); // no rotations, which change
        int[][] ids = SmallModels.ids(2, LENGTH, config.vocabularySize());
        try (LanguageModel model = LanguageModel.create(config, DataType.DOUBLE, 3);
                INDArray features = SmallModels.features(ids)) {
            MultiLayerNetwork network = LanguageNetwork.of(model, SEED);
            INDArray labels = SmallModels.features(ids);
            DataSet data = new DataSet(features, labels);
            network.setInput(features);
            network.setLabels(labels);
            network.computeGradientAndScore();
            INDArray gradient = network.gradient().getGradientFor("0_W").dup();
            int id = ids[0][4];
            INDArray words = network.getLayer(LanguageNetwork.EMBEDDING).getParam("W");
            double epsilon = 1e-5;
            double before = words.getDouble(id, 1);
            words.putScalar(id, 1, before + epsilon);
            double above = network.score(data);
            words.putScalar(id, 1, before - epsilon);
            double below = network.score(data);
            double perExample =
                    gradient.getDouble(id, 1) / ids.length; // the score is divided already, the gradient later
            assertThat(perExample).isCloseTo((above - below) / (2 * epsilon), within(1e-6));
        }
    }

    @Test
    void whatTheLayersDoNotDoIsRefused() {
        ReformerConfig config = SmallModels.axial();
        refused(config.withSemantics(Semantics.REFERENCE), "cuts chunks by the semantics REFERENCE");
        refused(SmallModels.with(Positions.of(ReformerConfig.PositionKind.SINUSOIDAL)), "has sinusoidal positions");
        refused(config.withBuckets(Buckets.automatic(64)), "chooses its buckets for 64 positions, whatever the length");
        refused(SmallModels.refined(true, false), "attends within buckets alone (lsh.withinBucket)");
        refused(SmallModels.refined(false, true), "counts duplicates once (lsh.correctDuplicates)");
    }

    private static void refused(ReformerConfig config, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LanguageNetwork.configuration(config, DataType.FLOAT, 1))
                .withMessage(
                        "the model " + what + ", which layers of Deeplearning4j do not; use it as a LanguageModel");
    }

    @Test
    void everyKindOfAttentionIsThere() {
        ReformerConfig config = SmallModels.axial().withAttentionLayers(List.of(AttentionKind.values()));
        requireSame(config, DataType.DOUBLE);
    }
}
