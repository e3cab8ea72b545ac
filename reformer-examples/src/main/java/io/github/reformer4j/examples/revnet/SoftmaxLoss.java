package io.github.reformer4j.examples.revnet;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean cross entropy of a softmax, and its gradient.
 *
 * @param mean in nats
 * @param gradient of the logits, [b, classes]: (softmax − one hot) / b
 * @param right images whose greatest logit is that of their class
 */
record SoftmaxLoss(double mean, INDArray gradient, int right) implements AutoCloseable {

    /** The loss of logits [b, classes]; the gradient is new. */
    static SoftmaxLoss of(INDArray logits, int[] labels) {
        double[][] rows = logits.toDoubleMatrix();
        double sum = 0.0;
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            right += greatest(rows[i]) == labels[i] ? 1 : 0;
            softmax(rows[i]);
            sum -= Math.log(rows[i][labels[i]]);
            rows[i][labels[i]] -= 1.0;
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] /= rows.length;
            }
        }
        try (INDArray exact = Nd4j.createFromArray(rows)) {
            INDArray gradient = logits.like().assign(exact);
            return new SoftmaxLoss(sum / rows.length, gradient, right);
        }
    }

    private static int greatest(double[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    private static void softmax(double[] row) {
        double greatest = row[greatest(row)];
        double sum = 0.0;
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.exp(row[i] - greatest);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }

    @Override
    public void close() {
        gradient.close();
    }
}
