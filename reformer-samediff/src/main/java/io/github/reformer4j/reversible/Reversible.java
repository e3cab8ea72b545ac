package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link ReversibleSequence} as a {@link Block} of one array: [b, n, d] to [b, n, 2d] by
 * {@link StreamLayout#duplicate()}, or any shape to the same by {@link StreamLayout#split}.
 *
 * <p>A pass keeps what the sequence keeps; in REVERSIBLE that is the two output streams, beside the output itself.
 */
public final class Reversible implements Block {

    private final ReversibleSequence sequence;
    private final StreamLayout layout;

    /** A block of these layers. */
    public Reversible(ReversibleSequence sequence, StreamLayout layout) {
        this.sequence = sequence;
        this.layout = layout;
    }

    /** The layers. */
    public ReversibleSequence sequence() {
        return sequence;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return sequence.parameters();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Temporaries kept = new Temporaries();
        boolean whole = false;
        try {
            StreamsPass pass = sequence.record(opened(x, kept), weights, step);
            Pass recorded = new ReversiblePass(pass, kept, layout.join(pass.output()));
            whole = true;
            return recorded;
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        try (Temporaries temporaries = new Temporaries();
                Streams y = sequence.forward(opened(x, temporaries), weights, step)) {
            return layout.join(y);
        }
    }

    /** The input as streams; what had to be made for them is freed with {@code owner}. */
    private Streams opened(INDArray x, Temporaries owner) {
        Streams streams = layout.open(x);
        if (streams.first() != x) {
            owner.add(streams.first());
            owner.add(streams.second());
        }
        return streams;
    }

    private final class ReversiblePass implements Pass {

        private final StreamsPass streams;
        private final Temporaries kept;
        private final INDArray output;
        private boolean taken;

        ReversiblePass(StreamsPass streams, Temporaries kept, INDArray output) {
            this.streams = streams;
            this.kept = kept;
            this.output = output;
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
            Streams gradients = layout.openGradient(dy);
            free(dy);
            try (Temporaries temporaries = new Temporaries()) {
                temporaries.add(gradients.first());
                temporaries.add(gradients.second());
                streams.backward(gradients, into);
                return temporaries.release(layout.joinGradient(gradients));
            }
        }

        /** The output, which is as large as both streams, goes before layers are recorded again. */
        private void free(@Nullable INDArray dy) {
            if (!taken && output != dy) {
                Temporaries.free(output);
            }
        }

        @Override
        public void close() {
            streams.close();
            kept.close();
            free(null);
        }
    }
}
