package io.github.reformer4j.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention of all sequences and heads of a batch: scores s = q · k under a rule, softmax over everything that a query sees
 * in all rounds together, and the weighted sum of the values. All arrays are dense, in c order and of one floating type;
 * a head owns columns head · d to head · d + d − 1.
 */
public interface AttentionKernel {

    /**
     * What attends.
     *
     * @param q queries [b, n, h · d]
     * @param k keys [b, n, h · d], still to be divided by √d; null: keys are made of the queries, of unit mean square
     *     before that (section 2, "Hashing attention")
     * @param v values [b, n, h · d]
     * @param heads h
     */
    record Inputs(INDArray q, @Nullable INDArray k, INDArray v, int heads) {

        /** Examples, b. */
        public int batch() {
            return (int) q.size(0);
        }

        /** Positions, n. */
        public int length() {
            return (int) q.size(1);
        }

        /** Depth of a head, d. */
        public int headSize() {
            return (int) q.size(2) / heads;
        }
    }

    /**
     * The result of forward and what backward needs of the softmax: its greatest score and its sum, apart, because their
     * logarithm would round the sum away where the greatest score is −1e5.
     *
     * @param output [b, n, h · d]
     * @param max greatest score of a query, [b, h, n]
     * @param sum Σ exp(s − max), [b, h, n]
     */
    record Attended(INDArray output, INDArray max, INDArray sum) {}

    /** Gradients of the inputs, [b, n, h · d] each; that of keys made of queries is part of {@code q}'s. */
    record InputGradients(INDArray q, @Nullable INDArray k, INDArray v) {}

    /**
     * Bucket of every position in every round: {@code argmax([xR ; −xR])} per factor, and the buckets of the factors
     * combined as b₁ + f₁ b₂ + f₁ f₂ b₃ (section 2, "Locality sensitive hashing"). The first of equal scores wins.
     *
     * @param q [b, n, h · d]
     * @param rotations [h, d, r, s] with s the sum of half the factors
     * @param factors even numbers
     * @return buckets within each round, [b, h, r, n]
     */
    int[] buckets(INDArray q, INDArray rotations, int... factors);

    /**
     * Forward.
     *
     * @param plans one a sequence, all of a kind
     * @param into arrays to be written
     */
    void forward(List<AttentionPlan> plans, Inputs inputs, Attended into);

    /**
     * Backward.
     *
     * @param attended what forward gave
     * @param dOutput gradient of its output [b, n, h · d]
     * @param into arrays to be written; one of them may be that of the output, which is read before
     */
    void backward(List<AttentionPlan> plans, Inputs inputs, Attended attended, INDArray dOutput, InputGradients into);
}
