package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact self-attention with the parameters of the host's attention, {@link HostProjections}: [b, n, nIn] to [b, n, nOut].
 */
final class HostAttention implements Block {

    /** Sizes of the projections. */
    record Config(HostProjections projections) implements BlockConfig {

        @Override
        public HostAttention toBlock() {
            return new HostAttention(projections);
        }
    }

    private final HostProjections projections;
    private final Block attention;

    private HostAttention(HostProjections projections) {
        this.projections = projections;
        int width = projections.heads() * projections.headSize();
        attention = new SequentialConfig(List.of(
                        new SequentialConfig.Part(
                                "",
                                new FullAttentionConfig(
                                        projections.inputSize(),
                                        projections.heads(),
                                        projections.headSize(),
                                        false,
                                        false,
                                        0.0)),
                        new SequentialConfig.Part(
                                "output",
                                new LinearConfig(width, projections.outputSize(), false, FeedForwardConfig.DEVIATION))))
                .toBlock();
    }

    @Override
    public List<ParameterSpec> parameters() {
        return projections.parameters();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Temporaries kept = new Temporaries();
        boolean whole = false;
        try {
            Weights ours = projections.ours(weights, kept);
            Pass pass = attention.record(x, ours, step);
            whole = true;
            return new Wrapped(pass, ours, kept);
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        try (Temporaries kept = new Temporaries()) {
            return attention.forward(x, projections.ours(weights, kept), step);
        }
    }

    private final class Wrapped implements Pass {

        private final Pass pass;
        private final Weights ours;
        private final Temporaries kept;

        Wrapped(Pass pass, Weights ours, Temporaries kept) {
            this.pass = pass;
            this.ours = ours;
            this.kept = kept;
        }

        @Override
        public INDArray output() {
            return pass.output();
        }

        @Override
        public INDArray takeOutput() {
            return pass.takeOutput();
        }

        @Override
        public INDArray backward(INDArray dy, Gradients into) {
            try (Gradients sums = Gradients.of(ours)) {
                INDArray dx = pass.backward(dy, sums);
                projections.add(sums, into);
                return dx;
            }
        }

        @Override
        public void close() {
            pass.close();
            kept.close();
        }
    }
}
