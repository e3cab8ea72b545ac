package io.github.reformer4j.generation;

import io.github.reformer4j.kernel.Temporaries;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of arrays on the Java heap, in c order, whatever view or order the array has. */
final class Host {

    private Host() {}

    /** The elements as float. */
    static float[] floats(INDArray array) {
        return copy(array, DataType.FLOAT, DataBuffer::asFloat);
    }

    /** The elements as double. */
    static double[] doubles(INDArray array) {
        return copy(array, DataType.DOUBLE, DataBuffer::asDouble);
    }

    private static <T> T copy(INDArray array, DataType type, Function<DataBuffer, T> read) {
        INDArray ordered = array.dup('c');
        INDArray cast = ordered.castTo(type);
        try {
            return read.apply(cast.data());
        } finally {
            Temporaries.free(ordered);
            Temporaries.free(cast);
        }
    }
}
