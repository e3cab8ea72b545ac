package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.shapeOf;

import io.github.reformer4j.kernel.Temporaries;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two streams of a reversible stack, (x1, x2), of one shape and data type. Both may be the same array.
 *
 * @param first x1, the stream that f adds to
 * @param second x2, the stream that g adds to
 */
public record Streams(INDArray first, INDArray second) implements AutoCloseable {

    public Streams {
        require(
                Arrays.equals(first.shape(), second.shape()),
                "the two streams of a reversible stack must have one shape, got %s and %s",
                shapeOf(first),
                shapeOf(second));
        require(
                first.dataType() == second.dataType(),
                "the two streams of a reversible stack must have one data type, got %s and %s",
                first.dataType(),
                second.dataType());
    }

    /** Frees both arrays. */
    @Override
    public void close() {
        Temporaries.free(first);
        Temporaries.free(second);
    }
}
