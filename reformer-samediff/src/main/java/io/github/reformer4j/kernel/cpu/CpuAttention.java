package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionPlan;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fused attention in single precision over the memory of ND4J's arrays. */
public final class CpuAttention implements AttentionKernel {

    private final Lanes lanes;

    /** Attention by this arithmetic. */
    public CpuAttention(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public int[] buckets(INDArray q, INDArray rotations, int... factors) {
        return new FusedHash(lanes, q, rotations, factors).buckets();
    }

    @Override
    public void forward(List<AttentionPlan> plans, Inputs inputs, Attended into) {
        if (plans.get(0) instanceof AttentionPlan.Exact) {
            new FusedExact(lanes, exact(plans), inputs).forward(into);
        } else {
            new FusedChunks(lanes, chunked(plans), inputs).forward(into);
        }
    }

    @Override
    public void backward(
            List<AttentionPlan> plans, Inputs inputs, Attended attended, INDArray dOutput, InputGradients into) {
        if (plans.get(0) instanceof AttentionPlan.Exact) {
            new FusedExact(lanes, exact(plans), inputs).backward(attended, dOutput, into);
        } else {
            new FusedChunks(lanes, chunked(plans), inputs).backward(attended, dOutput, into);
        }
    }

    private static List<AttentionPlan.Chunked> chunked(List<AttentionPlan> plans) {
        return plans.stream().map(AttentionPlan.Chunked.class::cast).toList();
    }

    private static List<AttentionPlan.Exact> exact(List<AttentionPlan> plans) {
        return plans.stream().map(AttentionPlan.Exact.class::cast).toList();
    }
}
