package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * y = s ∘ tanh(M x W), with M the causal mean over positions: mixes positions as attention does. The factors s are 0 or
 * 2 as dropout draws them, with a sign that hangs on the lowest bits of the input as buckets hang on a tie, so that only
 * a replay with the same keys and remembered buckets sees the same s.
 */
record ToyBlock(int depth) implements Block {

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(ParameterSpec.of("weight", Initializer.normal(1.0 / Math.sqrt(depth)), depth, depth));
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        INDArray w = weights.get("weight");
        INDArray mean = causalMean(x);
        INDArray mixed = Nd4j.matmul(mean, x); // [b, n, d]
        INDArray active = Transforms.tanh(times(mixed, w), false); // [b, n, d]
        INDArray factors = factors(x, step);
        Temporaries kept = new Temporaries();
        List.of(mean, mixed, active, factors).forEach(kept::add);
        return new RecordedPass(active.mul(factors), kept, (dy, into) -> {
            INDArray inner = dy.mul(factors).muli(active.mul(active).rsubi(1.0)); // [b, n, d]
            INDArray flat = mixed.reshape(-1, depth);
            into.add("weight", flat.transpose().mmul(inner.dup('c').reshape(-1, depth)));
            INDArray toMixed = times(inner, w.transpose()); // [b, n, d]
            return Nd4j.matmul(mean.permute(0, 2, 1), toMixed);
        });
    }

    private INDArray times(INDArray x, INDArray w) {
        return Nd4j.matmul(x.dup('c').reshape(-1, depth), w).dup('c').reshape(x.shape());
    }

    private static INDArray causalMean(INDArray x) {
        int n = (int) x.size(1);
        double[][][] mean = new double[(int) x.size(0)][n][n];
        for (double[][] example : mean) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    example[i][j] = 1.0 / (i + 1);
                }
            }
        }
        return Nd4j.create(mean).castTo(x.dataType());
    }

    private static INDArray factors(INDArray x, Step step) {
        double[] values = x.dup('c').data().asDouble();
        int[] buckets = step.buckets(() -> {
            int[] bits = new int[values.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (int) (Double.doubleToRawLongBits(values[i]) & 1);
            }
            return bits;
        });
        long key = step.key("dropout");
        for (int i = 0; i < values.length; i++) {
            double keep = step.training() && CounterRandom.uniform(key, i) < 0.5 ? 0.0 : 2.0;
            values[i] = buckets[i] == 1 ? -keep : keep;
        }
        return Nd4j.createFromArray(values).reshape(x.shape()).castTo(x.dataType());
    }
}
