package io.github.reformer4j.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.TokenEmbedding;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.dl4j.ReformerEncoderLayer;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** The encoder of a model and the layer of Deeplearning4j, on the same weights: bit for bit the same. */
class HostedEncoderTest {

    private static final int[][] IDS = {{1, 2, 3, 4, 5, 6, 7, 8, 0, 3}, {8, 7, 6, 5, 4, 3, 2, 1, 1, 0}};
    private static final long SEED = 12345;

    private final ReformerConfig config = TinyConfig.of(true, Semantics.PAPER, Positions.of(PositionKind.NONE), 0.2);
    private final ReformerEncoder encoder = new ReformerEncoder(config);
    private final Weights weights = Weights.create(encoder.parameters(), DataType.DOUBLE, 3);
    private final MultiLayerNetwork network = network();

    private static MultiLayerNetwork network() {
        ReformerEncoderLayer layer = new ReformerEncoderLayer.Builder()
                .nLayers(2)
                .attention(AttentionKind.LOCAL, AttentionKind.LSH)
                .nHeads(2)
                .dFeedForward(8)
                .innerActivation(Activation.GELU)
                .feedForwardChunk(5)
                .rounds(2)
                .buckets(4)
                .chunkLength(4)
                .localChunkLength(4)
                .causal(true)
                .attentionDropout(0.2)
                .hiddenDropout(0.2)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(SEED)
                .updater(new NoOp())
                .list()
                .layer(layer)
                .setInputType(InputType.recurrent(6, RNNFormat.NWC))
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outputsAndGradientsAreThoseOfTheModel(boolean training) {
        network.initGradientsView();
        Layer layer = network.getLayer(0);
        encoder.parameters().stream()
                .filter(spec -> !spec.name().startsWith("embeddings"))
                .forEach(spec -> layer.setParam(key(spec), weights.get(spec.name())));
        // The chance of the first layer of a network, in its first iteration.
        long seed = CounterRandom.derive(CounterRandom.derive(SEED, 0), training ? 1 : 0);
        Step step = training ? Step.training(seed) : Step.inference(seed);

        INDArray y = layer.activate(embedded(step), training, LayerWorkspaceMgr.noWorkspaces());
        INDArray expected = encoder.forward(IDS, weights, step);
        assertThat(y).isEqualTo(expected);

        INDArray dy = Initializer.normal(1.0).create(DataType.DOUBLE, 9, y.shape());
        Pair<Gradient, INDArray> gradient = layer.backpropGradient(dy, LayerWorkspaceMgr.noWorkspaces());
        Map<String, INDArray> sums = modelGradients(dy, step);
        sums.forEach((name, sum) -> {
            if (!name.startsWith("embeddings")) {
                assertThat(requireNonNull(gradient.getFirst().getGradientFor(key(name))))
                        .as(name)
                        .isEqualTo(sum);
            }
        });
        assertThat(gradient.getFirst().gradientForVariable()).hasSize(sums.size() - 1);
    }

    private static String key(ParameterSpec spec) {
        return key(spec.name());
    }

    private static String key(String name) {
        StringBuilder key = new StringBuilder();
        IntStream.range(0, name.length())
                .filter(i -> name.charAt(i) != '_')
                .mapToObj(i ->
                        i > 0 && name.charAt(i - 1) == '_' ? Character.toUpperCase(name.charAt(i)) : name.charAt(i))
                .forEach(key::append);
        return key.toString();
    }

    private INDArray embedded(Step step) {
        TokenEmbedding embedding =
                new TokenEmbedding(config.vocabularySize(), config.hiddenSize(), config.initializerRange(), null);
        INDArray start = embedding.embed(IDS, 0, weights.at("embeddings"));
        return new DropoutConfig(config.hiddenDropout()).toBlock().forward(start, weights, step.at("embeddings"));
    }

    private Map<String, INDArray> modelGradients(INDArray dy, Step step) {
        try (ReformerEncoder.Recorded recorded = encoder.record(IDS, weights, step)) {
            Gradients gradients = Gradients.of(weights);
            recorded.backward(dy.dup('c'), gradients);
            return gradients.all();
        }
    }
}
