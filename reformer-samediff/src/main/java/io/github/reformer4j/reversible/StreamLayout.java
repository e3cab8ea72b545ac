package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.shapeOf;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How one array becomes two streams, and two streams one array.
 *
 * @param kind of layout
 * @param axis that is split; −1 is the last, and the only choice for {@link Kind#DUPLICATE}
 */
public record StreamLayout(Kind kind, int axis) {

    /** What both streams start from. */
    public enum Kind {
        /** Both streams start as the input [.., d]; the outputs stand side by side, [.., 2d]: the Reformer. */
        DUPLICATE,
        /** Each stream is half of the input along an axis, and the output has the input's shape: the RevNet. */
        SPLIT
    }

    public StreamLayout {
        require(axis >= -1, "the axis of a stream layout counts from 0, or is -1 for the last, got %d", axis);
        require(
                kind == Kind.SPLIT || axis == -1,
                "duplicated streams are joined along the last axis, -1, got axis %d",
                axis);
    }

    /** The Reformer's. */
    public static StreamLayout duplicate() {
        return new StreamLayout(Kind.DUPLICATE, -1);
    }

    /** The RevNet's: halves along this axis. */
    public static StreamLayout split(int axis) {
        return new StreamLayout(Kind.SPLIT, axis);
    }

    /** The streams that {@code x} becomes: x itself twice, or new arrays. */
    Streams open(INDArray x) {
        return kind == Kind.DUPLICATE ? new Streams(x, x) : halves(x);
    }

    /** (y1, y2) as one new array. */
    INDArray join(Streams y) {
        return Nd4j.concat(axis(y.first()), y.first(), y.second());
    }

    /** The gradients of (y1, y2) from that of the joined output, new arrays. */
    Streams openGradient(INDArray dy) {
        return halves(dy);
    }

    /** The gradient of the input from those of its streams, a new array or dx1, changed. */
    INDArray joinGradient(Streams dx) {
        return kind == Kind.DUPLICATE ? dx.first().addi(dx.second()) : join(dx);
    }

    private Streams halves(INDArray whole) {
        int split = axis(whole);
        long size = whole.size(split);
        require(
                size % 2 == 0,
                "axis %d must have an even size to be split into two streams, got shape %s",
                split,
                shapeOf(whole));
        return new Streams(part(whole, split, 0, size / 2), part(whole, split, size / 2, size));
    }

    private static INDArray part(INDArray whole, int axis, long from, long to) {
        INDArrayIndex[] indices = new INDArrayIndex[whole.rank()];
        Arrays.fill(indices, NDArrayIndex.all());
        indices[axis] = NDArrayIndex.interval(from, to);
        return whole.get(indices).dup('c');
    }

    private int axis(INDArray array) {
        require(
                axis < array.rank(),
                "streams are split along axis %d, which an input of shape %s has not",
                axis,
                shapeOf(array));
        return axis == -1 ? array.rank() - 1 : axis;
    }
}
