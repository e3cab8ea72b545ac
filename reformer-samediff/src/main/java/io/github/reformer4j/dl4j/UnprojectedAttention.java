package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** softmax(x xᵀ / √d) x in tiles: exact attention of one head without a parameter, [b, n, d] to [b, n, d]. */
final class UnprojectedAttention implements Block {

    /**
     * Says which block.
     *
     * @param depth d
     */
    record Config(int depth) implements BlockConfig {

        @Override
        public UnprojectedAttention toBlock() {
            return new UnprojectedAttention();
        }
    }

    private UnprojectedAttention() {}

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Temporaries kept = new Temporaries();
        boolean whole = false;
        try {
            List<AttentionPlan> plans = plans(x, step.mask());
            Attended attended = attend(x, plans, kept);
            // Backward reads the output, which may be the caller's by then.
            INDArray output = attended.output().dup('c');
            whole = true;
            return new RecordedPass(output, kept, (dy, into) -> backward(plans, x, attended, dy));
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        try (Temporaries owned = new Temporaries()) {
            return owned.release(attend(x, plans(x, step.mask()), owned).output());
        }
    }

    private static Attended attend(INDArray x, List<AttentionPlan> plans, Temporaries owner) {
        long[] rows = {x.size(0), 1, x.size(1)};
        Attended attended = new Attended(
                owner.add(Nd4j.createUninitialized(x.dataType(), x.shape(), 'c')),
                owner.add(Nd4j.createUninitialized(x.dataType(), rows, 'c')),
                owner.add(Nd4j.createUninitialized(x.dataType(), rows, 'c')));
        kernel(x).forward(plans, inputs(x), attended);
        return attended;
    }

    private static AttentionKernel kernel(INDArray x) {
        return Kernels.current().attention(x.dataType());
    }

    private static AttentionKernel.Inputs inputs(INDArray x) {
        return new AttentionKernel.Inputs(x, x, x, 1);
    }

    private static INDArray backward(List<AttentionPlan> plans, INDArray x, Attended attended, INDArray dy) {
        try (Temporaries owned = new Temporaries()) {
            AttentionKernel.InputGradients gradients = new AttentionKernel.InputGradients(
                    owned.add(x.ulike()), owned.add(x.ulike()), owned.add(x.ulike()));
            kernel(x).backward(plans, inputs(x), attended, owned.add(dy.dup('c')), gradients);
            gradients.q().addi(gradients.k()).addi(gradients.v());
            return owned.release(gradients.q());
        }
    }

    private static List<AttentionPlan> plans(INDArray x, @Nullable PaddingMask mask) {
        AttentionPlan.Dropout none = new AttentionPlan.Dropout(0.0, 0L);
        return IntStream.range(0, (int) x.size(0))
                .<AttentionPlan>mapToObj(row ->
                        new AttentionPlan.Exact(ScoreRule.of(false, false, tokens(mask, row, (int) x.size(1))), none))
                .toList();
    }

    private static boolean @Nullable [] tokens(@Nullable PaddingMask mask, int row, int length) {
        if (mask == null) {
            return null;
        }
        boolean[] tokens = new boolean[length];
        for (int i = 0; i < length; i++) {
            tokens[i] = mask.isToken(row, i);
        }
        return tokens;
    }
}
