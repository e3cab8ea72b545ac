package io.github.reformer4j.kernel;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels that treat positions apart: dense layers, layer norm, the feed-forward layer, the softmax cross entropy and the
 * gradient of a lookup. Arrays of positions are dense, in c order, [rows, ·]; every forward has its backward beside it.
 */
public interface RowKernels {

    /** y = x W + b into {@code y} [rows, out]; no bias where it is null. */
    void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray y);

    /** dx = dy Wᵀ into {@code dx} [rows, in], or added to it. */
    void linearInputGradient(INDArray dy, INDArray weight, INDArray dx, boolean add);

    /** Adds dW = xᵀ dy [in, out] and db, the column sums of dy [out], to the sums. */
    void linearParameterGradients(INDArray x, INDArray dy, INDArray weightSum, @Nullable INDArray biasSum);

    /** Layer norm (Ba, Kiros, Hinton 2016): y = g (x − μ) / √(σ² + ε) + b of every row. */
    void norm(INDArray x, Norm norm, INDArray y);

    /**
     * Backward of {@link #norm}: dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(σ² + ε) with dx̂ = g dy.
     *
     * @param gainSum gets the gradient of g added
     * @param biasSum gets that of b added
     */
    void normBackward(INDArray x, INDArray dy, Norm norm, INDArray gainSum, INDArray biasSum, INDArray dx);

    /**
     * A layer norm.
     *
     * @param gain g, [d]
     * @param bias b, [d]
     * @param epsilon ε
     */
    record Norm(INDArray gain, INDArray bias, double epsilon) {}

    /** act(x W₁ + b₁) W₂ + b₂ into {@code y}, with dropout behind both dense layers. */
    void feedForward(INDArray x, FeedForward layer, INDArray y);

    /** Backward of {@link #feedForward}, which computes the intermediate again; adds to {@code sums}, writes {@code dx}. */
    void feedForwardBackward(INDArray x, INDArray dy, FeedForward layer, FeedForwardSums sums, INDArray dx);

    /**
     * A feed-forward layer in one evaluation.
     *
     * @param dense W₁ [d, d_ff]
     * @param denseBias b₁
     * @param output W₂ [d_ff, d]
     * @param outputBias b₂
     * @param activation act
     * @param chunk positions whose intermediate may exist at once
     * @param dropout probability that an element is dropped; 0: none
     * @param innerKey of the dropout behind the first dense layer
     * @param outputKey of that behind the second
     */
    record FeedForward(
            INDArray dense,
            INDArray denseBias,
            INDArray output,
            INDArray outputBias,
            ActivationFunction activation,
            long chunk,
            double dropout,
            long innerKey,
            long outputKey) {}

    /** Sums of the gradients of a {@link FeedForward}'s arrays. */
    record FeedForwardSums(INDArray dense, INDArray denseBias, INDArray output, INDArray outputBias) {}

    /**
     * The softmax cross entropy of logits x W + b, a chunk of rows at a time.
     *
     * @param labels of the rows; a negative one makes the row count for nothing
     * @param gradients where gradients go, or null where none are wanted
     * @return Σ log Σ exp(logits) − logit of the label, over the rows that count, in nats
     */
    double crossEntropy(INDArray x, int[] labels, Projection projection, @Nullable LossGradients gradients);

    /**
     * A linear map to classes.
     *
     * @param weight W [d, V]
     * @param bias b [V]
     * @param chunk rows whose logits may exist at once
     */
    record Projection(INDArray weight, INDArray bias, int chunk) {}

    /**
     * Where the gradients of a loss go.
     *
     * @param scale by which the gradient of the summed loss is multiplied
     * @param weightSum gets that of W added
     * @param biasSum gets that of b added
     * @param dx gets that of x, [rows, d]
     */
    record LossGradients(double scale, INDArray weightSum, INDArray biasSum, INDArray dx) {}

    /**
     * rows[i] = table[indices[i]], columns {@code column} and following of the rows: a lookup.
     *
     * @param table [size, d], d columns
     * @param rows [indices, width]
     * @param column first column of {@code rows} that is written
     */
    void takeRows(INDArray table, int[] indices, INDArray rows, int column);

    /**
     * sums[indices[i]] += rows[i], columns {@code column} and following of the rows: the gradient of a lookup. Made in order,
     * so that it is always the same.
     *
     * @param rows [indices, width]
     * @param column first column of {@code rows} that counts
     * @param sums [size, d], d columns
     */
    void addRows(INDArray rows, int[] indices, int column, INDArray sums);
}
