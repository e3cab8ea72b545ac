package io.github.reformer4j.op;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays as blocks take them: dense and in c order. A graph hands over whatever it is fed, views and f order as well. */
final class DenseArrays {

    private DenseArrays() {}

    /** The arrays, or copies of those that are not dense, which {@code owner} frees. */
    static INDArray[] of(INDArray[] arrays, Temporaries owner) {
        INDArray[] dense = arrays.clone();
        for (int i = 0; i < dense.length; i++) {
            if (dense[i].ordering() != 'c' || dense[i].isView()) {
                dense[i] = owner.add(dense[i].dup('c'));
            }
        }
        return dense;
    }
}
