package io.github.reformer4j.kernel.cpu;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionPlan;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fused attention in single precision over the memory of ND4J's arrays. */
public final class CpuAttention implements AttentionKernel {

    /** What an array on the heap holds on every JVM. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8;

    private final Lanes lanes;

    /** Attention by this arithmetic. */
    public CpuAttention(Lanes lanes) {
        this.lanes = lanes;
    }

    /**
     * Whether attention by chunks copies the vectors of a head together first, [n, d] each: queries, keys unless shared, values
     * and output, or in backward the gradients of all of these and of the output.
     *
     * @param length of the sequences
     * @param width of the queries of all heads
     * @param rounds of hashing
     */
    public static boolean packs(long length, int width, int rounds) {
        return FusedChunks.packs(length, width, rounds, FusedChunks.PACKED_FROM);
    }

    @Override
    public int[] buckets(INDArray q, INDArray rotations, int... factors) {
        requireCounts(q.size(0) * rotations.size(0) * rotations.size(2), q.size(1));
        return new FusedHash(lanes, q, rotations, factors).buckets();
    }

    @Override
    public void forward(List<AttentionPlan> plans, Inputs inputs, Attended into) {
        requireCounts((long) inputs.batch() * inputs.heads(), inputs.length());
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

    /** Positions are compared as floats, and what stands on the heap for each position is counted by an int. */
    private static void requireCounts(long each, long length) {
        require(
                length <= Visibility.MOST_POSITIONS,
                "fused attention tells %d positions apart, got a sequence of %d; shorten it, or compute with --kernels "
                        + "nd4j (Kernels.Choice.ND4J)",
                Visibility.MOST_POSITIONS,
                length);
        require(
                each * length <= MOST_NUMBERS,
                "attention keeps a number for each position, head, round and sequence, %d of them at most, got %d; "
                        + "shorten the sequences or take fewer at a time",
                MOST_NUMBERS,
                each * length);
    }

    private static List<AttentionPlan.Chunked> chunked(List<AttentionPlan> plans) {
        return plans.stream().map(AttentionPlan.Chunked.class::cast).toList();
    }

    private static List<AttentionPlan.Exact> exact(List<AttentionPlan> plans) {
        return plans.stream().map(AttentionPlan.Exact.class::cast).toList();
    }
}
