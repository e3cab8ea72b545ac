package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers added to a network that was loaded, frozen in it, and tuned. */
class TransferLearningTest {

    private static final DataSet DATA = Networks.data(1, 9);

    /** Trained a little, written and read. */
    private static MultiLayerNetwork loaded(Layer... layers) throws IOException {
        MultiLayerNetwork network = Networks.of(DataType.FLOAT, RNNFormat.NCW, new Adam(1e-2), layers);
        network.fit(DATA);
        return Networks.restored(network);
    }

    private static FineTuneConfiguration rate(double rate) {
        return new FineTuneConfiguration.Builder().updater(new Sgd(rate)).build();
    }

    private static Layer output(int nIn) {
        return new RnnOutputLayer.Builder()
                .nIn(nIn)
                .nOut(Networks.CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static void fit(MultiLayerNetwork network) {
        double before = network.score(DATA);
        for (int step = 0; step < 20; step++) {
            network.fit(DATA);
        }
        assertThat(network.score(DATA)).isLessThan(before);
    }

    @TestFactory
    Stream<DynamicTest> aLayerIsAddedBehindAFrozenOneOfTheHost() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    SequenceLayer added = each.layer().get();
                    added.setNIn(Networks.DEPTH);
                    MultiLayerNetwork grown = new TransferLearning.Builder(loaded(
                                    new LSTM.Builder().nOut(Networks.DEPTH).build()))
                            .fineTuneConfiguration(rate(0.1))
                            .setFeatureExtractor(0)
                            .removeOutputLayer()
                            .addLayer(added)
                            .addLayer(output((int) added.outputSize()))
                            .build();
                    INDArray frozen = grown.getLayer(0).params().dup();
                    INDArray fresh = grown.getLayer(1).params().dup();
                    fit(grown);
                    assertThat(grown.getLayer(0).params()).isEqualTo(frozen);
                    assertThat(grown.getLayer(1).params()).isNotEqualTo(fresh);
                    assertThat(Networks.restored(grown).output(DATA.getFeatures()))
                            .isEqualTo(grown.output(DATA.getFeatures()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aLoadedLayerIsFrozenAndSavedSo() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network = loaded(each.layer().get());
                    int depth =
                            (int) ((SequenceLayer) network.getLayer(0).conf().getLayer()).outputSize();
                    MultiLayerNetwork tuned = new TransferLearning.Builder(network)
                            .fineTuneConfiguration(rate(0.1))
                            .setFeatureExtractor(0)
                            .removeOutputLayer()
                            .addLayer(output(depth))
                            .build();
                    fit(tuned);
                    assertThat(tuned.getLayer(0).params())
                            .isEqualTo(network.getLayer(0).params());
                    assertThat(tuned.feedForward(DATA.getFeatures()).get(1))
                            .isEqualTo(network.feedForward(DATA.getFeatures()).get(1));
                    MultiLayerNetwork restored = Networks.restored(tuned);
                    assertThat(restored.getLayerWiseConfigurations().getConf(0).getLayer())
                            .isInstanceOf(FrozenLayer.class);
                    tuned.fit(DATA);
                    restored.fit(DATA);
                    assertThat(restored.params()).isEqualTo(tuned.params());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aFineTunedLayerTakesTheNewRateAndKeepsWhatItLearned() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network = loaded(each.layer().get());
                    MultiLayerNetwork tuned = new TransferLearning.Builder(network)
                            .fineTuneConfiguration(rate(0.0))
                            .build();
                    assertThat(tuned.params()).isEqualTo(network.params());
                    tuned.fit(DATA);
                    assertThat(tuned.params()).as("a rate of 0").isEqualTo(network.params());
                    tuned.setLearningRate(0.1);
                    fit(tuned);
                    assertThat(tuned.getLayer(0).params())
                            .isNotEqualTo(network.getLayer(0).params());
                }));
    }

    /** The host tells the next layer its new nIn, and nothing more. */
    @Test
    void theOutputOfAnAttentionLayerGetsAnotherDepth() throws IOException {
        MultiLayerNetwork network = loaded(
                new LshSelfAttentionLayer.Builder().nHeads(2).nOut(4).build(),
                new ReformerEncoderLayer.Builder().nLayers(1).build());
        MultiLayerNetwork wider = new TransferLearning.Builder(network)
                .fineTuneConfiguration(rate(0.1))
                .nOutReplace(0, 6, WeightInit.XAVIER)
                .removeOutputLayer()
                .addLayer(output(12))
                .build();
        assertThat(wider.getParam("0_output.weight").shape()).containsExactly(6, 6);
        fit(wider);
        assertThat(wider.output(DATA.getFeatures()))
                .isEqualTo(Networks.restored(wider).output(DATA.getFeatures()));
    }

    @Test
    void whatFrozenLayersGiveIsComputedOnce() throws IOException {
        MultiLayerNetwork network =
                loaded(LayerCase.lshAndEncoder().get(0).layer().get(), new ChunkedFeedForwardLayer.Builder().build());
        INDArray frozen = network.getLayer(0).params().dup();
        INDArray tuned = network.getLayer(1).params().dup();
        TransferLearningHelper helper = new TransferLearningHelper(network, 0);
        DataSet whole = new DataSet(DATA.getFeatures(), DATA.getLabels()); // the host featurizes nothing with masks
        DataSet featurized = helper.featurize(whole);
        assertThat(featurized.getFeatures())
                .isEqualTo(
                        network.feedForwardToLayer(0, DATA.getFeatures(), false).get(1));
        helper.fitFeaturized(featurized);
        assertThat(network.getLayer(0).params()).isEqualTo(frozen);
        assertThat(network.getLayer(1).params()).isNotEqualTo(tuned);
    }
}
