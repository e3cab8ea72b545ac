package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of a SameDiff session that frees an array as soon as no op needs it. ND4J's own keeps a pool for every session,
 * which would grow with the number of blocks.
 */
final class ClosingMemory extends AbstractMemoryMgr {

    @Override
    public INDArray allocate(boolean detached, DataType type, long... shape) {
        return Nd4j.createUninitializedDetached(type, shape);
    }

    @Override
    public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
        if (descriptor.isEmpty()) {
            return Nd4j.create(descriptor);
        }
        return Nd4j.createUninitializedDetached(descriptor.dataType(), descriptor.getShape());
    }

    @Override
    public void release(INDArray array) {
        Temporaries.free(array);
    }

    @Override
    public void close() {}
}
