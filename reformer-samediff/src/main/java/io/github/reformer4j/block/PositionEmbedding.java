package io.github.reformer4j.block;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vector for every position of a sequence. */
public interface PositionEmbedding {

    /** The trainable arrays, relative to {@code position}. */
    List<ParameterSpec> parameters();

    /** Positions that there are vectors for. */
    long capacity();

    /** How a message names what limits the positions: {@code axialShape [512, 128]}. */
    String describe();

    /**
     * The vectors of positions {@code offset} to {@code offset + n − 1}.
     *
     * @return [n, d], new
     */
    INDArray rows(int offset, int n, Weights weights);

    /** Adds the gradients of the trainable arrays, from those of the vectors, [n, d]. */
    void backward(int offset, INDArray dRows, Gradients into);
}
