package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.Locale;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A trained LSTM that stays as it is, under a new output layer, or under attention and a new output layer. */
public final class Transfer {

    private static final int WORDS = NamedKinds.VOCABULARY;
    private static final int DEPTH = 64;

    private Transfer() {}

    /** A network that says which person or firm stands behind a title. */
    static ComputationGraph fresh(long seed) {
        return LstmWithAttention.network(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("words")
                .addLayer("lstm", new LSTM.Builder().nOut(DEPTH).build(), "words")
                .addLayer("entries", output(NamedKinds.ENTRIES), "lstm")
                .setOutputs("entries")
                .setInputTypes(InputType.recurrent(WORDS))
                .build());
    }

    static ComputationGraph before(ComputationGraph trained) {
        return new TransferLearning.GraphBuilder(trained)
                .fineTuneConfiguration(fineTune())
                .setFeatureExtractor("lstm")
                .removeVertexAndConnections("entries")
                .addLayer("tags", output(2), "lstm")
                .setOutputs("tags")
                .build();
    }

    static ComputationGraph after(ComputationGraph trained) {
        return new TransferLearning.GraphBuilder(trained)
                .fineTuneConfiguration(fineTune())
                .setFeatureExtractor("lstm")
                .removeVertexAndConnections("entries")
                .addVertex("both", new MergeVertex(), "words", "lstm")
                .addLayer("attention", attention(), "both")
                .addLayer("tags", output(2), "attention")
                .setOutputs("tags")
                .build();
    }

    private static FineTuneConfiguration fineTune() {
        return new FineTuneConfiguration.Builder().updater(new Adam(1e-2)).build();
    }

    private static LshSelfAttentionLayer attention() {
        return new LshSelfAttentionLayer.Builder()
                .nIn(WORDS + DEPTH)
                .nOut(DEPTH)
                .nHeads(2)
                .rounds(2)
                .chunks(1, 1)
                .build();
    }

    private static RnnOutputLayer output(int classes) {
        return new RnnOutputLayer.Builder()
                .nIn(DEPTH)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    /** Trains a network for one question, then both for another, and says what became of them. */
    public static void run(Settings settings, Consumer<String> shown) {
        ComputationGraph trained = fresh(settings.seed());
        new Trial(new NamedKinds(settings.length(), true), settings, shown).run("trained: LSTM", trained);
        Trial trial = new Trial(new NamedKinds(settings.length(), false), settings, shown);
        trial.run("before: frozen LSTM", before(trained));
        trial.run("after: frozen LSTM and attention", after(trained));
        shown.accept(String.format(
                Locale.ROOT,
                "the host's SelfAttentionLayer, and ours with its weights: outputs differ by %.1e at most",
                CarriedWeights.greatestDifference(settings)));
    }
}
