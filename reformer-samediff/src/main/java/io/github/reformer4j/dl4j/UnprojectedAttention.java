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
        AttentionKernel kernel = Kernels.current().attention(x.dataType());
        AttentionKernel.Inputs inputs = new AttentionKernel.Inputs(x, x, x, 1);
        List<AttentionPlan> plans = plans(x, step.mask());
        Temporaries kept = new Temporaries();
        INDArray output = x.ulike();
        long[] rows = {x.size(0), 1, x.size(1)};
        Attended attended = new Attended(
                output,
                kept.add(Nd4j.createUninitialized(x.dataType(), rows, 'c')),
                kept.add(Nd4j.createUninitialized(x.dataType(), rows, 'c')));
        kernel.forward(plans, inputs, attended);
        // Backward reads the output, so that whoever takes it must leave it as it is until then.
        return new RecordedPass(output, kept, (dy, into) -> backward(kernel, plans, inputs, attended, dy));
    }

    private static INDArray backward(
            AttentionKernel kernel,
            List<AttentionPlan> plans,
            AttentionKernel.Inputs inputs,
            Attended attended,
            INDArray dy) {
        try (Temporaries owned = new Temporaries()) {
            AttentionKernel.InputGradients gradients = new AttentionKernel.InputGradients(
                    owned.add(inputs.q().ulike()),
                    owned.add(inputs.q().ulike()),
                    owned.add(inputs.q().ulike()));
            kernel.backward(plans, inputs, attended, owned.add(dy.dup('c')), gradients);
            return owned.release(gradients.q().addi(gradients.k()).addi(gradients.v()));
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
