package io.github.reformer4j.training;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The smallest model that can be trained: the logits of a token are a row of a table, chosen by the token before it, and a
 * bias; in training with noise from the step's seed. A third parameter is touched only by batches whose first token is even.
 */
final class BigramModel implements ReformerModel {

    static final int VOCABULARY = 11;

    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.of("table.weight", Initializer.normal(0.3), VOCABULARY, VOCABULARY),
            ParameterSpec.of("table.bias", Initializer.ZEROS, VOCABULARY),
            ParameterSpec.of("even.bias", Initializer.normal(0.3), VOCABULARY));

    private final Weights weights;
    private final double noise;
    private int callsUntilNaN = Integer.MAX_VALUE;

    BigramModel(DataType type, long seed, double noise) {
        weights = Weights.create(SPECS, type, seed);
        this.noise = noise;
    }

    /** The loss of that training batch from now on, counted from 1, is not a number. */
    BigramModel nanAt(int call) {
        callsUntilNaN = call;
        return this;
    }

    @Override
    public ReformerConfig config() {
        return new ReformerConfig(
                VOCABULARY,
                4,
                1,
                4,
                List.of(ReformerConfig.AttentionKind.LOCAL),
                8,
                Activation.RELU,
                0,
                0,
                new ReformerConfig.Lsh(Buckets.of(2), 1, 4, 1, 0, 0.0, false, false),
                new ReformerConfig.Local(4, 1, 0, 0.0),
                ReformerConfig.Positions.of(ReformerConfig.PositionKind.NONE),
                64,
                true,
                Semantics.REFERENCE,
                0.0,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return SPECS;
    }

    @Override
    public Weights weights() {
        return weights;
    }

    @Override
    public Loss lossAndGradients(Batch batch, Step step, double scale, Gradients into) {
        Loss loss = pass(batch, step, scale, into);
        callsUntilNaN--;
        return callsUntilNaN == 0 ? new Loss(Double.NaN, loss.count()) : loss;
    }

    @Override
    public Loss loss(Batch batch, Step step) {
        return pass(batch, step, 0.0, null);
    }

    private Loss pass(Batch batch, Step step, double scale, @Nullable Gradients into) {
        boolean even = batch.ids()[0][0] % 2 == 0;
        double[] table = weights.get("table.weight").data().asDouble();
        double[] bias = weights.get("table.bias").data().asDouble();
        double[] evenBias = weights.get("even.bias").data().asDouble();
        double[] tableGradient = new double[table.length];
        double[] biasGradient = new double[bias.length];
        double perLabel = scale / Math.max(1, labelCount(batch));
        Loss loss = Loss.NONE;
        for (int b = 0; b < batch.size(); b++) {
            for (int t = 1; t < batch.length(); t++) {
                int before = batch.ids()[b][t - 1];
                int label = batch.labels()[b][t];
                if (label == Batch.IGNORED) {
                    continue;
                }
                double[] p = new double[VOCABULARY];
                double sum = 0.0;
                for (int v = 0; v < VOCABULARY; v++) {
                    long counter = ((long) b * batch.length() + t) * VOCABULARY + v;
                    double drawn = step.training() ? noise * CounterRandom.gaussian(step.key("noise"), counter) : 0.0;
                    p[v] = Math.exp(table[before * VOCABULARY + v] + bias[v] + (even ? evenBias[v] : 0.0) + drawn);
                    sum += p[v];
                }
                loss = loss.plus(new Loss(-Math.log(p[label] / sum), 1));
                for (int v = 0; v < VOCABULARY; v++) {
                    double gradient = perLabel * (p[v] / sum - (v == label ? 1.0 : 0.0));
                    tableGradient[before * VOCABULARY + v] += gradient;
                    biasGradient[v] += gradient;
                }
            }
        }
        if (into != null) {
            add(into.sum("table.weight"), tableGradient);
            add(into.sum("table.bias"), biasGradient);
            if (even) {
                add(into.sum("even.bias"), biasGradient);
            }
        }
        return loss;
    }

    private static void add(INDArray sum, double[] gradient) {
        double[] values = sum.data().asDouble();
        for (int i = 0; i < values.length; i++) {
            values[i] += gradient[i];
        }
        sum.data().setData(values);
    }

    @Override
    public INDArray logits(int[][] ids, @Nullable PaddingMask mask, Step step) {
        throw new UnsupportedOperationException("training needs no logits");
    }

    @Override
    public Optional<String> firstNonFinite(Batch batch, Step step) {
        return callsUntilNaN <= 0 ? Optional.of("layers.3.attention") : Optional.empty();
    }

    @Override
    public void close() {
        weights.close();
    }
}
