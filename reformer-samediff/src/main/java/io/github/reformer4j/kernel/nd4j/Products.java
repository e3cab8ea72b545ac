package io.github.reformer4j.kernel.nd4j;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products [rows, inner] × [inner, columns], or batches of them, into new arrays in c order. */
final class Products {

    private Products() {}

    /** a bᵀ. */
    static INDArray timesTransposed(INDArray a, INDArray b) {
        return product(a, b, a.size(-2), b.size(-2), false, true);
    }

    /** a b. */
    static INDArray times(INDArray a, INDArray b) {
        return product(a, b, a.size(-2), b.size(-1), false, false);
    }

    /** aᵀ b. */
    static INDArray transposedTimes(INDArray a, INDArray b) {
        return product(a, b, a.size(-1), b.size(-1), true, false);
    }

    private static INDArray product(INDArray a, INDArray b, long rows, long columns, boolean first, boolean second) {
        if (a.rank() == 2) {
            INDArray result = Nd4j.createUninitialized(a.dataType(), new long[] {rows, columns}, 'c');
            return Nd4j.gemm(a, b, result, first, second, 1.0, 0.0);
        }
        INDArray result = Nd4j.createUninitialized(a.dataType(), new long[] {a.size(0), rows, columns}, 'c');
        MMulTranspose transpose = MMulTranspose.builder()
                .transposeA(first)
                .transposeB(second)
                .transposeResult(false)
                .build();
        Nd4j.exec(new Mmul(a, b, result, transpose));
        return result;
    }
}
