package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Softmax over nOut classes for every step and its cross entropy, as {@code RnnOutputLayer} with MCXENT, but a chunk of
 * positions at a time: training never holds [b, nOut, n]. For vocabularies.
 *
 * <p>Labels are classes, [b, n] or [b, 1, n] ([b, n, 1] in NWC), or one-hot in the format of the input. What the mask of the
 * labels leaves out counts for nothing, nor does a negative class or a step without a one; without such a mask that of the
 * features holds. The score is the host's: the sum over steps, by examples. {@code output()} does hold [b, nOut, n].
 * Parameters {@code W} [nIn, nOut], {@code b} [nOut].
 */
public final class ChunkedSoftmaxOutputLayer extends SequenceLayer {

    static final String WEIGHT = "W";
    static final String BIAS = "b";

    @JsonProperty
    private int chunkLength;

    /** For JSON. */
    ChunkedSoftmaxOutputLayer() {}

    private ChunkedSoftmaxOutputLayer(Builder builder) {
        super(builder);
        chunkLength = builder.chunkLength;
        require(nOut > 1, "%s needs nOut, the number of classes, 2 or more, got %d", describe(), nOut);
        loss(inputSize());
        initializeConstraints(builder);
    }

    /** The loss over inputs of this depth. */
    ChunkedCrossEntropyConfig loss(int inputSize) {
        return new ChunkedCrossEntropyConfig(
                inputSize, Math.toIntExact(nOut), chunkLength, FeedForwardConfig.DEVIATION);
    }

    @Override
    protected boolean seesOtherSteps() {
        return false;
    }

    @Override
    protected List<ParameterSpec> parameters(int inputSize) {
        return List.of(
                ParameterSpec.of(WEIGHT, Initializer.ZEROS, inputSize, nOut),
                ParameterSpec.of(BIAS, Initializer.ZEROS, nOut));
    }

    @Override
    protected Object settings() {
        return loss(inputSize());
    }

    @Override
    protected org.deeplearning4j.nn.layers.BaseLayer<?> running(NeuralNetConfiguration conf, DataType type) {
        return new RunningSoftmax(conf, type);
    }

    @Override
    protected boolean keepsMask() {
        return false;
    }

    /** Builds the layer; nIn follows from the input type. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private int chunkLength = 512;

        /** Positions of all examples whose logits exist at once; 512 if nothing is said, 0 is all. */
        public Builder chunkLength(int length) {
            chunkLength = length;
            return this;
        }

        @Override
        public ChunkedSoftmaxOutputLayer build() {
            return new ChunkedSoftmaxOutputLayer(this);
        }
    }
}
