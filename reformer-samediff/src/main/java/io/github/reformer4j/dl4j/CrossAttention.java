package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact attention of m positions of one array to n of another: [b, m, queryDepth] and [b, n, keyDepth] to [b, m, outputDepth].
 *
 * @param queryDepth depth of what asks
 * @param keyDepth depth of what is attended to
 * @param heads h
 * @param headSize depth of a head, d
 * @param outputDepth depth of the output
 */
record CrossAttention(int queryDepth, int keyDepth, int heads, int headSize, int outputDepth) {

    private static final int TILE = 64;

    List<ParameterSpec> parameters() {
        long width = (long) heads * headSize;
        Initializer initializer = Initializer.normal(FeedForwardConfig.DEVIATION);
        return List.of(
                ParameterSpec.of("query.weight", initializer, queryDepth, width),
                ParameterSpec.of("key.weight", initializer, keyDepth, width),
                ParameterSpec.of("value.weight", initializer, keyDepth, width),
                ParameterSpec.of("output.weight", initializer, width, outputDepth));
    }

    /**
     * Forward, keeping what backward needs.
     *
     * @param queries [b, m, queryDepth]; both arrays must live until the pass is closed
     * @param keys [b, n, keyDepth]
     * @param mask which keys are padding, [b, n]; null: none
     */
    CrossPass record(INDArray queries, INDArray keys, Weights weights, @Nullable PaddingMask mask) {
        return new CrossPass(queries, keys, weights, mask);
    }

    /** One evaluation. Keeps queries, keys, values and what they give, [b, m or n, h · d] each, and the output. */
    final class CrossPass implements AutoCloseable {

        private final INDArray queries;
        private final INDArray keys;
        private final Weights weights;
        private final RowKernels rows;
        private final QueryAttention attention = new QueryAttention(heads, TILE);
        private final Temporaries kept = new Temporaries();
        private final QueryAttention.Inputs inputs;
        private final INDArray attended;
        private final INDArray output;

        private CrossPass(INDArray queries, INDArray keys, Weights weights, @Nullable PaddingMask mask) {
            this.queries = queries;
            this.keys = keys;
            this.weights = weights;
            rows = Kernels.current().rows(queries.dataType());
            boolean whole = false;
            try {
                inputs = new QueryAttention.Inputs(
                        projected("query.weight", queries),
                        projected("key.weight", keys),
                        projected("value.weight", keys),
                        mask);
                attended = kept.add(attention.forward(inputs));
                output = projected("output.weight", attended);
                whole = true;
            } finally {
                if (!whole) {
                    kept.close();
                }
            }
        }

        private INDArray projected(String name, INDArray from) {
            INDArray weight = weights.get(name);
            INDArray to = kept.add(Rows.createLike(from, weight.size(1)));
            rows.linear(Rows.of(from), weight, null, Rows.of(to));
            return to;
        }

        /** What was evaluated with. */
        Weights weights() {
            return weights;
        }

        /** [b, m, outputDepth]; belongs to the pass. */
        INDArray output() {
            return output;
        }

        /** Gradients of the queries and of the keys, new; those of the weights are added to {@code into}. */
        List<INDArray> backward(INDArray dy, Gradients into) {
            try (Temporaries owned = new Temporaries()) {
                INDArray dAttended = owned.add(attended.ulike());
                back("output.weight", attended, dy, into, dAttended, false);
                QueryAttention.InputGradients slopes = new QueryAttention.InputGradients(
                        owned.add(inputs.q().like()),
                        owned.add(inputs.k().like()),
                        owned.add(inputs.v().like()));
                attention.backward(inputs, dAttended, slopes);
                INDArray dQueries = owned.add(queries.ulike());
                INDArray dKeys = owned.add(keys.ulike());
                back("query.weight", queries, slopes.q(), into, dQueries, false);
                back("key.weight", keys, slopes.k(), into, dKeys, false);
                back("value.weight", keys, slopes.v(), into, dKeys, true);
                return List.of(owned.release(dQueries), owned.release(dKeys));
            }
        }

        /** The gradient of what was projected, written to {@code dFrom} or added to it; that of the weight is added. */
        private void back(String name, INDArray from, INDArray dTo, Gradients into, INDArray dFrom, boolean add) {
            rows.linearParameterGradients(Rows.of(from), Rows.of(dTo), into.sum(name), null);
            rows.linearInputGradient(Rows.of(dTo), weights.get(name), Rows.of(dFrom), add);
        }

        @Override
        public void close() {
            kept.close();
        }
    }
}
