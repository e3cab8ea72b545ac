package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.ParameterSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Configuration of a layer that is a {@link Block} from [b, n, nIn] to [b, n, nOut]. To add one: extend this class, give the
 * block in {@link #block}, and a {@code Builder} that extends {@link SequenceLayer.Builder} and whose {@code build()}
 * returns the layer; the constructor calls {@code initializeConstraints(builder)} last.
 *
 * <p>The running layer records a pass of the block in training, keeps it until the backward pass, and writes gradients
 * straight into Deeplearning4j's flattened array. Chance is drawn from the seed of the configuration, the index of the layer
 * and the iteration; at inference always the same.
 */
public abstract class BlockLayer extends SequenceLayer {

    /** For JSON. */
    protected BlockLayer() {}

    /** What all layers over sequences are told. */
    protected BlockLayer(Builder<?> builder) {
        super(builder);
    }

    /**
     * The block, whose description tells two layers of this class apart.
     *
     * @param inputSize depth of the input, 1 or more
     */
    protected abstract BlockConfig block(int inputSize);

    /**
     * Whether the output is 0 where the mask says that there is no step, as that of recurrent layers is, and gradients that
     * come back there count for nothing.
     */
    protected boolean masksOutput() {
        return true;
    }

    @Override
    protected List<ParameterSpec> parameters(int inputSize) {
        return block(inputSize).toBlock().parameters();
    }

    @Override
    protected Object settings() {
        return block(inputSize());
    }

    @Override
    protected org.deeplearning4j.nn.layers.BaseLayer<?> running(NeuralNetConfiguration conf, DataType type) {
        return new RunningBlock(conf, type);
    }
}
