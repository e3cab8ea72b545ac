package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block over [b, n, d] as one over sequences in the host's format.
 *
 * @param masks whether the output is 0 where the mask of the step says that there is no step
 */
record SequenceFunction(Block block, RNNFormat format, boolean masks) implements Block {

    @Override
    public List<ParameterSpec> parameters() {
        return block.parameters();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Temporaries kept = new Temporaries();
        boolean whole = false;
        try {
            INDArray rows = SequenceArrays.toBlock(x, format, x.dataType(), kept);
            Pass pass = block.record(rows, weights, step);
            Pass recorded = new Converted(pass, kept, mask(step));
            whole = true;
            return recorded;
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    private @Nullable PaddingMask mask(Step step) {
        return masks ? step.mask() : null;
    }

    /** A copy, in c order. */
    private INDArray inFormat(INDArray rows, @Nullable PaddingMask mask) {
        try (Temporaries owned = new Temporaries()) {
            INDArray cleared = rows;
            if (mask != null) {
                cleared = owned.add(rows.dup('c'));
                SequenceArrays.clearPadding(cleared, mask);
            }
            return (format == RNNFormat.NCW ? cleared.permute(0, 2, 1) : cleared).dup('c');
        }
    }

    private final class Converted implements Pass {

        private final Pass pass;
        private final Temporaries kept;
        private final INDArray output;
        private final @Nullable PaddingMask mask;
        private boolean taken;

        Converted(Pass pass, Temporaries kept, @Nullable PaddingMask mask) {
            this.pass = pass;
            this.kept = kept;
            this.mask = mask;
            output = inFormat(pass.output(), mask);
        }

        @Override
        public INDArray output() {
            return output;
        }

        @Override
        public INDArray takeOutput() {
            taken = true;
            return output;
        }

        @Override
        public INDArray backward(INDArray dy, Gradients into) {
            try (Temporaries owned = new Temporaries()) {
                INDArray slopes = SequenceArrays.toBlock(dy, format, dy.dataType(), owned);
                if (mask != null) {
                    slopes = owned.add(slopes.dup('c'));
                    SequenceArrays.clearPadding(slopes, mask);
                }
                return inFormat(owned.add(pass.backward(slopes, into)), null);
            }
        }

        @Override
        public void close() {
            pass.close();
            kept.close();
            if (!taken) {
                Temporaries.free(output);
            }
        }
    }
}
