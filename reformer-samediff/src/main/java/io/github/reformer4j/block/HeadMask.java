package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Rows;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A factor for the output of every head.
 *
 * @param factors one a head, or none: all heads stay as they are
 */
record HeadMask(List<Double> factors) {

    static final HeadMask NONE = new HeadMask(List.of());

    HeadMask {
        factors = List.copyOf(factors);
    }

    boolean isEmpty() {
        return factors.isEmpty();
    }

    /** Scales the heads of [b, n, h · d], or of a gradient of that shape, in place. */
    INDArray scale(INDArray heads) {
        int headSize = (int) heads.size(2) / factors.size();
        double[] columns = new double[factors.size() * headSize];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = factors.get(i / headSize);
        }
        try (INDArray doubles = Nd4j.createFromArray(columns);
                INDArray row = doubles.castTo(heads.dataType())) {
            Rows.of(heads).muliRowVector(row);
        }
        return heads;
    }
}
