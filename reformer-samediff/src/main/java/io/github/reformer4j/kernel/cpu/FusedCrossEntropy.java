package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.RowKernels.LossGradients;
import io.github.reformer4j.kernel.RowKernels.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The softmax cross entropy, a block of rows at a time from the logits to their gradient. */
final class FusedCrossEntropy {

    private final Lanes lanes;
    private final int depth;
    private final int classes;
    private final Panels weight;
    private final float[] bias;
    private final NativeFloats xs;
    private final long rows;
    private final int[] labels;
    private final @Nullable LossGradients gradients;
    private final @Nullable Panels weightAcross;

    FusedCrossEntropy(Lanes lanes, INDArray x, int[] labels, Projection projection, @Nullable LossGradients gradients) {
        this.lanes = lanes;
        depth = (int) projection.weight().size(0);
        classes = (int) projection.weight().size(1);
        weight = Panels.of(lanes, projection.weight());
        bias = BlockRows.bias(projection.bias());
        xs = NativeFloats.of(x);
        rows = x.size(0);
        this.labels = labels.clone();
        this.gradients = gradients;
        weightAcross = gradients == null ? null : Panels.ofTransposed(lanes, projection.weight());
    }

    double run(int blocks) {
        List<Stripe> stripes = Stripes.run(blocks, Stripe::new);
        if (gradients != null) {
            WeightSums.addTo(
                    gradients.weightSum(),
                    gradients.biasSum(),
                    stripes.stream().map(stripe -> stripe.sums).toArray(WeightSums[]::new));
        }
        return stripes.stream().mapToDouble(stripe -> stripe.loss).sum();
    }

    private final class Stripe implements Stripes.Stripe {
        private final BlockRows x = new BlockRows(lanes, depth);
        private final BlockRows logits = new BlockRows(lanes, classes);
        private final WeightSums sums = new WeightSums(lanes, gradients == null ? 0 : depth, classes);
        private double loss;

        @Override
        public void block(int block) {
            int count = BlockRows.count(block, rows);
            x.load(xs, block, count);
            weight.multiply(x.data, x.stride, logits.data, logits.stride, count, false);
            logits.addBias(bias, count);
            for (int row = 0; row < count; row++) {
                loss += loss(row * logits.stride, labels[block * BlockRows.ROWS + row]);
            }
            if (gradients != null && weightAcross != null) {
                sums.add(x, logits, count);
                weightAcross.multiply(logits.data, logits.stride, x.data, x.stride, count, false);
                x.store(NativeFloats.of(gradients.dx()), block, count);
            }
        }

        /** The loss of a row, whose logits become their gradient. */
        private double loss(int at, int label) {
            if (label < 0) {
                java.util.Arrays.fill(logits.data, at, at + classes, 0.0f);
                return 0.0;
            }
            float[] row = logits.data;
            float greatest = row[at];
            for (int i = at; i < at + classes; i++) {
                greatest = Math.max(greatest, row[i]);
            }
            double labelled = (double) row[at + label] - greatest;
            float sum = lanes.softmaxRow(row, at, classes);
            float share = (float) ((gradients == null ? 0.0 : gradients.scale()) / sum);
            for (int i = at; i < at + classes; i++) {
                row[i] *= share;
            }
            row[at + label] -= (float) (gradients == null ? 0.0 : gradients.scale());
            return Math.log(sum) - labelled;
        }
    }
}
