package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The next two days of a series after weeks of hours, by an LSTM and by attention. */
public final class Forecast {

    private static final int DEPTH = 32;

    private Forecast() {}

    static MultiLayerConfiguration before(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(new LSTM.Builder().nOut(DEPTH).build())
                .layer(output())
                .setInputType(InputType.recurrent(WeeklySeries.DEPTH))
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
                .layer(output())
                .setInputType(InputType.recurrent(WeeklySeries.DEPTH))
                .build();
    }

    private static RnnOutputLayer output() {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** Trains both, and says what became of them. */
    public static void run(Settings settings, Consumer<String> shown) {
        Trial trial = new Trial(new WeeklySeries(settings.length()), settings, shown);
        trial.run("before: LSTM", before(settings.seed()));
        trial.run("after: LshSelfAttentionLayer", after(settings.seed()));
    }
}
