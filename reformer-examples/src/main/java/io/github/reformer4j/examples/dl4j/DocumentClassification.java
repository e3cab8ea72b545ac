package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Classes of long documents, by the host's attention and by ours. */
public final class DocumentClassification {

    private static final int WORDS = GluedStories.VOCABULARY;
    private static final int DEPTH = 32;

    private DocumentClassification() {}

    static MultiLayerConfiguration before(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(words())
                .layer(new SelfAttentionLayer.Builder()
                        .nHeads(1)
                        .nOut(DEPTH)
                        .projectInput(true)
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(output())
                .setInputType(InputType.recurrent(WORDS))
                .build();
    }

    static MultiLayerConfiguration after(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(words())
                .layer(new LshSelfAttentionLayer.Builder()
                        .nHeads(1)
                        .rounds(2)
                        .chunks(1, 1)
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(output())
                .setInputType(InputType.recurrent(WORDS))
                .build();
    }

    private static EmbeddingSequenceLayer words() {
        return new EmbeddingSequenceLayer.Builder()
                .nIn(WORDS)
                .nOut(DEPTH)
                .weightInit(new NormalDistribution(0.0, 1.0))
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
    }

    /** Trains both, and says what became of them. */
    public static void run(Settings settings, Consumer<String> shown) {
        Trial trial = new Trial(new GluedStories(settings.length()), settings, shown);
        trial.run("before: SelfAttentionLayer", before(settings.seed()));
        trial.run("after: LshSelfAttentionLayer", after(settings.seed()));
    }
}
