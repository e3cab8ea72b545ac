package io.github.reformer4j.spark;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How far arrays lie apart. */
final class Distance {

    private Distance() {}

    /** The greatest absolute difference of two elements at the same place. */
    static double greatest(INDArray one, INDArray other) {
        try (INDArray difference = one.sub(other)) {
            return difference.amaxNumber().doubleValue();
        }
    }
}
