package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One evaluation of a block over arrays of the host, be it for a layer or a vertex. It keeps the copies that it had to make
 * of input and parameters, and the pass; closing it frees them.
 *
 * <p>To be used outside of the host's workspaces, which would free what is kept too early.
 */
final class HostPass implements AutoCloseable {

    /**
     * What is evaluated.
     *
     * @param parameters arrays of the host by the names of the block's specifications; they must live as long as the pass
     * @param step seed, training, mask
     * @param format of input and gradients
     */
    record Call(Block block, Map<String, INDArray> parameters, Step step, RNNFormat format) {

        private Weights weights(DataType type, Temporaries owner) {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            parameters.forEach((name, array) -> arrays.put(name, SequenceArrays.dense(array, type, owner)));
            return Weights.of(arrays);
        }
    }

    private final Call call;
    private final DataType type;
    private final Temporaries owned = new Temporaries();
    private final Weights weights;
    private final Pass pass;

    private HostPass(Call call, INDArray x, DataType hostType) {
        this.call = call;
        type = SequenceArrays.computed(hostType);
        boolean whole = false;
        try {
            weights = call.weights(type, owned);
            pass = call.block().record(SequenceArrays.toBlock(x, call.format(), type, owned), weights, call.step());
            whole = true;
        } finally {
            if (!whole) {
                owned.close();
            }
        }
    }

    /**
     * Forward, keeping what backward needs.
     *
     * @param x of the host; must live until this is closed
     * @param hostType precision of the network
     */
    static HostPass record(Call call, INDArray x, DataType hostType) {
        return new HostPass(call, x, hostType);
    }

    /** Forward, keeping nothing: [b, n, d], new. */
    static INDArray forward(Call call, INDArray x, DataType hostType) {
        DataType type = SequenceArrays.computed(hostType);
        try (Temporaries owned = new Temporaries()) {
            INDArray rows = SequenceArrays.toBlock(x, call.format(), type, owned);
            return call.block().forward(rows, call.weights(type, owned), call.step());
        }
    }

    /** What forward gave, [b, n, d]; belongs to this. */
    INDArray output() {
        return pass.output();
    }

    /**
     * The gradient of the input, [b, n, d], new.
     *
     * @param epsilon gradient of the output, in the format of the host; not changed
     * @param gradients get those of the parameters, whatever stood there, by the names of the specifications
     * @param mask where it says padding, the gradient of the output counts for nothing; null: it counts everywhere
     */
    INDArray backward(INDArray epsilon, Map<String, INDArray> gradients, @Nullable PaddingMask mask) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray dy = SequenceArrays.toBlock(epsilon, call.format(), type, temporaries);
            if (mask != null) {
                dy = temporaries.add(dy.dup('c'));
                SequenceArrays.clearPadding(dy, mask);
            }
            INDArray slopes = dy;
            return HostGradients.into(gradients, weights, type, into -> pass.backward(slopes, into));
        }
    }

    @Override
    public void close() {
        pass.close();
        owned.close();
    }
}
