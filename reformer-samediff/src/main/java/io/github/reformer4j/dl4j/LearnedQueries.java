package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learned queries that attend to a sequence, as the host defines it: [b, n, nIn] to [b, nQueries, nOut]. Parameters
 * {@code Q} [1, nIn, nQueries] and, with projections, those of {@link HostProjections}.
 */
final class LearnedQueries implements Block {

    /**
     * Sizes.
     *
     * @param projections null: queries, keys and values are what they are, in one head of depth nIn
     */
    record Config(int inputSize, int queries, @Nullable HostProjections projections) implements BlockConfig {

        @Override
        public LearnedQueries toBlock() {
            return new LearnedQueries(this);
        }
    }

    private static final String QUERIES = "Q";
    private static final int TILE = 64;

    private final Config config;
    private final QueryAttention attention;

    private LearnedQueries(Config config) {
        this.config = config;
        attention = new QueryAttention(
                config.projections() == null ? 1 : config.projections().heads(), TILE);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.of(QUERIES, Initializer.ZEROS, 1, config.inputSize(), config.queries()));
        if (config.projections() != null) {
            specs.addAll(config.projections().parameters());
        }
        return specs;
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Temporaries kept = new Temporaries();
        boolean whole = false;
        try {
            Recorded recorded = new Recorded(x, weights, step, kept);
            INDArray y = recorded.output();
            whole = true;
            return new RecordedPass(y, kept, recorded::backward);
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    private final class Recorded {

        private final INDArray x;
        private final RowKernels rows;
        private final @Nullable Weights ours;
        private final INDArray repeated; // the queries for every example, [b, nQueries, nIn]
        private final QueryAttention.Inputs inputs;
        private final INDArray attended; // [b, nQueries, h · d]

        Recorded(INDArray x, Weights weights, Step step, Temporaries kept) {
            this.x = x;
            rows = Kernels.current().rows(x.dataType());
            HostProjections projections = config.projections();
            ours = projections == null ? null : projections.ours(weights, kept);
            INDArray queries = kept.add(flat(weights.get(QUERIES)).transpose().dup('c'));
            repeated = kept.add(queries.reshape('c', 1, config.queries(), config.inputSize())
                    .repeat(0, x.size(0)));
            inputs = new QueryAttention.Inputs(
                    projected("query.weight", repeated, kept),
                    projected("key.weight", x, kept),
                    projected("value.weight", x, kept),
                    step.mask());
            attended = kept.add(attention.forward(inputs));
        }

        private INDArray flat(INDArray learned) {
            return learned.reshape('c', config.inputSize(), config.queries());
        }

        private INDArray projected(String name, INDArray from, Temporaries owner) {
            if (ours == null) {
                return from;
            }
            INDArray weight = ours.get(name);
            INDArray to = owner.add(Rows.createLike(from, weight.size(1)));
            rows.linear(Rows.of(from), weight, null, Rows.of(to));
            return to;
        }

        INDArray output() {
            if (ours == null) {
                return attended.dup('c');
            }
            INDArray weight = ours.get("output.weight");
            INDArray y = Rows.createLike(attended, weight.size(1));
            rows.linear(Rows.of(attended), weight, null, Rows.of(y));
            return y;
        }

        INDArray backward(INDArray dy, Gradients into) {
            HostProjections projections = config.projections();
            if (ours == null || projections == null) {
                return backward(dy, into, null);
            }
            try (Gradients sums = Gradients.of(ours)) {
                INDArray dx = backward(dy, into, sums);
                projections.add(sums, into);
                return dx;
            }
        }

        private INDArray backward(INDArray dy, Gradients into, @Nullable Gradients sums) {
            try (Temporaries owned = new Temporaries()) {
                INDArray dAttended = back("output.weight", attended, dy, sums, owned);
                QueryAttention.InputGradients gradients = new QueryAttention.InputGradients(
                        owned.add(inputs.q().like()),
                        owned.add(inputs.k().like()),
                        owned.add(inputs.v().like()));
                attention.backward(inputs, dAttended, gradients);
                INDArray dAll = back("query.weight", repeated, gradients.q(), sums, owned);
                flat(into.sum(QUERIES)).addi(owned.add(dAll.sum(0)).transpose());
                INDArray dx = owned.add(x.like());
                dx.addi(back("key.weight", x, gradients.k(), sums, owned));
                dx.addi(back("value.weight", x, gradients.v(), sums, owned));
                return owned.release(dx);
            }
        }

        /** The gradient of what was projected; that of the weight is added to {@code sums}. */
        private INDArray back(String name, INDArray from, INDArray dTo, @Nullable Gradients sums, Temporaries owned) {
            if (ours == null || sums == null) {
                return dTo;
            }
            INDArray dFrom = owned.add(from.ulike());
            rows.linearParameterGradients(Rows.of(from), Rows.of(dTo), sums.sum(name), null);
            rows.linearInputGradient(Rows.of(dTo), ours.get(name), Rows.of(dFrom), false);
            return dFrom;
        }
    }
}
