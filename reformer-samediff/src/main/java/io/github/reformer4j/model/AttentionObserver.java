package io.github.reformer4j.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Sees what the attention of each layer reads, as a pass goes through the layers. */
@FunctionalInterface
public interface AttentionObserver {

    /**
     * The attention of a layer is about to read.
     *
     * @param layer from 0
     * @param x its input [b, n, d], after the norm; not to be changed or kept
     */
    void attends(int layer, INDArray x);
}
