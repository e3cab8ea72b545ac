package io.github.reformer4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax cross entropy of rows of logits, in place and without {@code log} of small numbers. */
public final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * Turns logits into the gradient of the summed loss by them, softmax − one-hot, and gives that loss in nats.
     *
     * @param logits [rows, V], dense, c order; overwritten
     * @param labels of the rows; a negative one makes the row count for nothing
     * @return Σ log Σ exp(logits) − logit of the label, over the rows that count
     */
    public static double toGradient(INDArray logits, int[] labels) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray largest = temporaries.add(logits.max(true, 1)); // [rows, 1]
            logits.subiColumnVector(largest);
            double[] labelled = new double[labels.length];
            for (int row = 0; row < labels.length; row++) {
                labelled[row] = labels[row] < 0 ? 0.0 : logits.getDouble(row, labels[row]);
            }
            Transforms.exp(logits, false);
            INDArray sums = temporaries.add(logits.sum(true, 1)); // [rows, 1]
            double[] total = sums.data().asDouble();
            logits.diviColumnVector(sums); // [rows, V], softmax
            return subtractLabels(logits, labels, labelled, total);
        }
    }

    private static double subtractLabels(INDArray softmax, int[] labels, double[] labelled, double[] total) {
        double loss = 0.0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0) {
                softmax.getRow(row).assign(0);
            } else {
                softmax.putScalar(row, labels[row], softmax.getDouble(row, labels[row]) - 1.0);
                loss += Math.log(total[row]) - labelled[row];
            }
        }
        return loss;
    }
}
