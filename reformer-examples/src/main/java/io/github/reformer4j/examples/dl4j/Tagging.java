package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A tag for every event of a log, by the host's attention and by ours. */
public final class Tagging {

    private static final int DEPTH = 32;

    private Tagging() {}

    static MultiLayerConfiguration before(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(new SelfAttentionLayer.Builder()
                        .nOut(DEPTH)
                        .nHeads(2)
                        .projectInput(true)
                        .build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(EventLog.DEPTH))
                .build();
    }

    static MultiLayerConfiguration after(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(new LshSelfAttentionLayer.Builder()
                        .nOut(DEPTH)
                        .nHeads(2)
                        .rounds(2)
                        .chunks(1, 1)
                        .build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(EventLog.DEPTH))
                .build();
    }

    /** Trains both, and says what became of them. */
    public static void run(Settings settings, Consumer<String> shown) {
        Trial trial = new Trial(new EventLog(settings.length()), settings, shown);
        trial.run("before: SelfAttentionLayer", before(settings.seed()));
        trial.run("after: LshSelfAttentionLayer", after(settings.seed()));
    }
}
