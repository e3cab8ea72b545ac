package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** An LSTM that tags words, alone and with attention over the words and what it made of them. */
public final class LstmWithAttention {

    private static final int DEPTH = 64;

    private LstmWithAttention() {}

    static ComputationGraphConfiguration before(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("words")
                .addLayer("lstm", new LSTM.Builder().nOut(DEPTH).build(), "words")
                .addLayer("tags", tags(), "lstm")
                .setOutputs("tags")
                .setInputTypes(InputType.recurrent(NamedKinds.VOCABULARY))
                .build();
    }

    static ComputationGraphConfiguration after(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("words")
                .addLayer("lstm", new LSTM.Builder().nOut(DEPTH).build(), "words")
                .addVertex("both", new MergeVertex(), "words", "lstm")
                .addLayer("attention", attention(), "both")
                .addLayer("tags", tags(), "attention")
                .setOutputs("tags")
                .setInputTypes(InputType.recurrent(NamedKinds.VOCABULARY))
                .build();
    }

    private static LshSelfAttentionLayer attention() {
        return new LshSelfAttentionLayer.Builder()
                .nOut(DEPTH)
                .nHeads(2)
                .rounds(2)
                .chunks(1, 1)
                .build();
    }

    private static RnnOutputLayer tags() {
        return new RnnOutputLayer.Builder()
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** Trains both, and says what became of them. */
    public static void run(Settings settings, Consumer<String> shown) {
        Trial trial = new Trial(new NamedKinds(settings.length(), false), settings, shown);
        trial.run("before: LSTM", network(before(settings.seed())));
        trial.run("after: LSTM and attention", network(after(settings.seed())));
    }

    static ComputationGraph network(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return network;
    }
}
