package io.github.reformer4j.zoo.dl4j;

import io.github.reformer4j.dl4j.AxialPositionLayer;
import io.github.reformer4j.dl4j.ChunkedSoftmaxOutputLayer;
import io.github.reformer4j.dl4j.ReformerEncoderLayer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A language model as a network of Deeplearning4j: token ids [b, 1, n] or [b, n] to the probabilities of the next token,
 * [b, V, n]. Its layers are {@value #EMBEDDING}, {@value #POSITIONS} where the model has positions, {@value #ENCODER}, the
 * whole reversible stack with its last norm, and {@value #OUTPUT}. Weights are copied, so that model and network go separate
 * ways; the network's output is the softmax of the model's logits, by the same kernels.
 *
 * <p>Rotations of LSH layers are drawn from the network's seed, as those of the model are from the seed of a step.
 */
public final class LanguageNetwork {

    /** Name of the layer of token vectors. */
    public static final String EMBEDDING = "embedding";

    /** Name of the layer of positions. */
    public static final String POSITIONS = "positions";

    /** Name of the layer that is the reversible stack, [b, d, n] to [b, 2d, n]. */
    public static final String ENCODER = "encoder";

    /** Name of the layer of probabilities. */
    public static final String OUTPUT = "output";

    private LanguageNetwork() {}

    /**
     * The network of a model, with its weights.
     *
     * @param seed of the rotations, and of dropout in training
     * @throws IllegalArgumentException with a sentence where the layers cannot compute what the model does
     */
    public static MultiLayerNetwork of(LanguageModel model, long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                configuration(model.config(), model.weights().type(), seed));
        network.init();
        CopiedWeights.copy(model.weights(), network);
        return network;
    }

    /** The network without weights; its updater is Adam with a rate of 1e-3 until someone says otherwise. */
    public static MultiLayerConfiguration configuration(ReformerConfig config, DataType type, long seed) {
        NetworkLimits.check(config);
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(seed)
                .updater(new Adam(1e-3))
                .list();
        layers(config).forEach(list::layer);
        return list.setInputType(InputType.recurrent(config.vocabularySize())).build();
    }

    private static List<Layer> layers(ReformerConfig config) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new EmbeddingSequenceLayer.Builder()
                .name(EMBEDDING)
                .nIn(config.vocabularySize())
                .nOut(config.hiddenSize())
                .inferInputLength(true)
                .build());
        if (config.positions().kind() != PositionKind.NONE) {
            layers.add(positions(config));
        }
        if (config.hiddenDropout() > 0.0) {
            layers.add(new DropoutLayer.Builder(1.0 - config.hiddenDropout()).build()); // the host says what stays
        }
        layers.add(encoder(config));
        layers.add(new ChunkedSoftmaxOutputLayer.Builder()
                .name(OUTPUT)
                .nOut(config.vocabularySize())
                .chunkLength(config.lossChunk())
                .build());
        return layers;
    }

    /** Learned positions are those of one axis. */
    private static Layer positions(ReformerConfig config) {
        ReformerConfig.Positions positions = config.positions();
        AxialPositionLayer.Builder builder = new AxialPositionLayer.Builder().name(POSITIONS);
        return positions.kind() == PositionKind.LEARNED
                ? builder.axes(config.maxPositions()).build()
                : builder.axes(ints(positions.axialShape()))
                        .depths(ints(positions.axialDims()))
                        .build();
    }

    private static Layer encoder(ReformerConfig config) {
        ReformerConfig.Lsh lsh = config.lsh();
        ReformerConfig.Local local = config.local();
        return new ReformerEncoderLayer.Builder()
                .name(ENCODER)
                .nLayers(config.attentionLayers().size())
                .attention(config.attentionLayers().toArray(new AttentionKind[0]))
                .nHeads(config.heads())
                .headSize(config.headSize())
                .dFeedForward(config.feedForwardSize())
                .innerActivation(config.activation())
                .feedForwardChunk(config.feedForwardChunk())
                .rounds(lsh.rounds())
                .buckets(ints(lsh.buckets().factors()))
                .chunkLength(lsh.chunkLength())
                .chunks(lsh.chunksBefore(), lsh.chunksAfter())
                .localChunkLength(local.chunkLength())
                .localChunks(local.chunksBefore(), local.chunksAfter())
                .causal(true)
                .attentionDropout(lsh.dropout())
                .hiddenDropout(config.hiddenDropout())
                .normEpsilon(config.layerNormEpsilon())
                .memory(config.memory())
                .build();
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
