package io.github.reformer4j.zoo.tensors.bytes;

import io.github.reformer4j.checkpoint.NewArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Brings a tensor into memory, in c order. It walks forward through the file, whatever the strides, and holds a block of it
 * beside the tensor.
 */
public final class TensorReading {

    /** Bytes. */
    private static final int BLOCK = 1 << 16;

    private final TensorView view;
    private final Bytes bytes;
    private final long start;
    private final long end;
    private final byte[] block;
    private final ByteBuffer buffer;
    private long blockStart;
    private long blockEnd;

    private TensorReading(TensorView view, Bytes bytes, long start) {
        this.view = view;
        this.bytes = bytes;
        this.start = start;
        this.blockStart = start;
        this.blockEnd = start;
        this.end = start + (view.last() + 1) * view.type().bytes();
        long span = end - start - view.offset() * view.type().bytes();
        this.block = new byte[(int) Math.min(BLOCK, span)];
        this.buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A new array, which the caller closes.
     *
     * @param start where the storage begins
     * @param asType FLOAT or DOUBLE
     */
    public static INDArray read(TensorView view, Bytes bytes, long start, DataType asType) {
        return read(view, bytes, start, asType, view.shape());
    }

    /**
     * A new array, which the caller closes.
     *
     * @param start where the storage begins
     * @param asType FLOAT or DOUBLE
     * @param shape of the array, of as many numbers as the view
     */
    public static INDArray read(TensorView view, Bytes bytes, long start, DataType asType, long[] shape) {
        TensorReading reading = new TensorReading(view, bytes, start);
        return NewArray.of(asType, shape, reading::walk);
    }

    private void walk(NewArray.Receiver receiver) {
        int[] axes = view.coarseToFine();
        long[] dense = denseStrides();
        long[] at = new long[axes.length];
        long from = view.offset();
        long to = 0;
        boolean more = true;
        while (more) {
            receiver.take(to, number(from));
            more = false;
            for (int i = axes.length - 1; i >= 0 && !more; i--) {
                int axis = axes[i];
                more = ++at[i] < view.shape()[axis];
                long steps = more ? 1 : 1 - at[i];
                from += steps * view.strides()[axis];
                to += steps * dense[axis];
                at[i] = more ? at[i] : 0;
            }
        }
    }

    private long[] denseStrides() {
        long[] strides = new long[view.shape().length];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= view.shape()[axis];
        }
        return strides;
    }

    private double number(long index) {
        int size = view.type().bytes();
        long position = start + index * size;
        if (position + size > blockEnd) {
            fill(position);
        }
        return view.type().read(buffer.position((int) (position - blockStart)));
    }

    /** No further than the tensor reaches: what lies behind it may not be there. */
    private void fill(long position) {
        int count = (int) Math.min(block.length, end - position);
        bytes.readAll(position, block, 0, count);
        blockStart = position;
        blockEnd = position + count;
    }
}
