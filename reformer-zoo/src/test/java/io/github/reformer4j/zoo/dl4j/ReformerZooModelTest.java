package io.github.reformer4j.zoo.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.SmallZoo;
import io.github.reformer4j.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The host's manner over a zoo of one model that nobody trained. */
class ReformerZooModelTest {

    private static final String NAME = "test/tiny";

    @TempDir
    private static Path folder;

    private static SmallZoo small = new SmallZoo(Path.of("none"));

    @BeforeAll
    static void prepare() {
        small = SmallZoo.in(folder);
    }

    private static Zoo zoo(Path cache) {
        return Zoo.builder()
                .index(small.index("", small.file().toUri()))
                .cache(cache)
                .build();
    }

    private static ReformerZooModel model() {
        return ReformerZooModel.of(zoo(folder.resolve("cache")), NAME);
    }

    private static int[][] ids() {
        return SmallModels.ids(2, 21, 256);
    }

    @Test
    void pretrainedWeightsAreThoseOfTheZoo() throws IOException {
        ZooModel<?> hosts = model();
        try (PretrainedModel model = zoo(folder.resolve("cache")).load(NAME);
                INDArray features = SmallModels.features(ids())) {
            MultiLayerNetwork network = (MultiLayerNetwork) hosts.initPretrained();
            MultiLayerNetwork again = hosts.initPretrained(ReformerZooModel.PRETRAINED);
            MultiLayerNetwork expected = LanguageNetwork.of(model.model(), 1);
            assertThat(network.output(features)).isEqualTo(expected.output(features));
            assertThat(again.params()).isEqualTo(network.params());
        }
    }

    @Test
    void freshWeightsAreThoseOfATrainingThatBegins() {
        ReformerZooModel fresh = model().withSeed(5);
        try (LanguageModel model = LanguageModel.create(SmallZoo.CONFIG, DataType.FLOAT, 5)) {
            assertThat(fresh.init().params())
                    .isEqualTo(LanguageNetwork.of(model, 5).params())
                    .isNotEqualTo(fresh.initPretrained().params());
        }
    }

    @Test
    void theHostsQuestionsAreAnswered() throws IOException {
        ReformerZooModel model = ReformerZooModel.of(zoo(folder.resolve("other")), NAME);
        PretrainedType type = ReformerZooModel.PRETRAINED;
        assertThat(model.pretrainedAvailable(type)).isTrue();
        assertThat(model.pretrainedAvailable(PretrainedType.MNIST)).isFalse();
        assertThat(model.pretrainedUrl(type)).isEqualTo(small.file().toUri().toString());
        assertThat(model.pretrainedUrl(PretrainedType.MNIST)).isNull();
        assertThat(model.pretrainedChecksum(type)).as("before it is fetched").isZero();
        assertThat(model.metaData().getInputShape()).isEqualTo(new int[][] {{1, SmallZoo.CONFIG.maxPositions()}});
        assertThat(model.metaData().getNumOutputs()).isEqualTo(SmallZoo.CONFIG.vocabularySize());
        Adler32 expected = new Adler32();
        expected.update(Files.readAllBytes(small.file()));
        assertThat(model.pretrainedChecksum(type)).isEqualTo(expected.getValue());
        assertThat(model.pretrainedChecksum(PretrainedType.MNIST)).isZero();
        assertThat(model.modelType()).isEqualTo(MultiLayerNetwork.class);
        assertThat(model.modelName()).isEqualTo(NAME + "@1");
    }

    @Test
    void mistakesGetASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().initPretrained(PretrainedType.MNIST))
                .withMessage(
                        "test/tiny@1 has the weights of the zoo alone, IMAGENET in the host's list, got MNIST; call "
                                + "initPretrained()");
        assertThatThrownBy(() -> model().setInputShape(new int[][] {{1, 5}}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "test/tiny@1 takes sequences of every length up to its own limit, so leave setInputShape out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReformerZooModel.of(zoo(folder.resolve("cache")), "test/tinny"))
                .withMessageContaining("test/tiny");
    }

    /** A classifier over frozen layers, and one that is tuned whole. */
    @Test
    void theHostsTransferLearningTakesTheNetwork() {
        MultiLayerNetwork pretrained = model().initPretrained();
        int encoder = pretrained.getLayer(LanguageNetwork.ENCODER).getIndex();
        MultiLayerNetwork frozen = classifier(new TransferLearning.Builder(pretrained).setFeatureExtractor(encoder));
        MultiLayerNetwork tuned = classifier(new TransferLearning.Builder(pretrained));
        try (INDArray features = SmallModels.features(ids());
                INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}})) {
            DataSet data = new DataSet(features, labels);
            for (MultiLayerNetwork network : new MultiLayerNetwork[] {frozen, tuned}) {
                double before = network.score(data);
                for (int step = 0; step < 10; step++) {
                    network.fit(data);
                }
                assertThat(network.score(data)).isLessThan(before);
            }
        }
        INDArray words = pretrained.getLayer(LanguageNetwork.EMBEDDING).params();
        assertThat(frozen.getLayer(0).params()).isEqualTo(words);
        assertThat(frozen.getLayer(encoder).params())
                .isEqualTo(pretrained.getLayer(encoder).params());
        assertThat(tuned.getLayer(0).params()).isNotEqualTo(words);
    }

    private static MultiLayerNetwork classifier(TransferLearning.Builder builder) {
        return builder.fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(1e-3))
                        .build())
                .removeOutputLayer()
                .addLayer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .addLayer(new OutputLayer.Builder()
                        .nIn(2 * SmallZoo.CONFIG.hiddenSize())
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    @Test
    void aFileOfTheHostGivesTheNetworkBack() throws IOException {
        MultiLayerNetwork network = model().initPretrained();
        Path file = folder.resolve("network.zip");
        NetworkFile.write(network, new ByteTokenizer(2), file);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        assertThat(restored.params()).isEqualTo(network.params());
        try (INDArray features = SmallModels.features(ids())) {
            assertThat(restored.output(features)).isEqualTo(network.output(features));
        }
        assertThat(NetworkFile.tokenizer(file)).isEqualTo(new ByteTokenizer(2));
        assertThat(folder.resolve("network.zip.part")).doesNotExist();
        Path nowhere = folder.resolve("no/network.zip");
        assertThatThrownBy(() -> NetworkFile.write(network, new ByteTokenizer(2), nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("the network could not be written to " + nowhere)
                .hasMessageEndingWith("; name a file in a folder that is there and can be written");
    }
}
