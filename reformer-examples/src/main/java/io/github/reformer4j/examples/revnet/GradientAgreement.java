package io.github.reformer4j.examples.revnet;

import static java.util.Objects.requireNonNull;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far the gradients of two networks with the same weights lie apart. */
public final class GradientAgreement {

    private GradientAgreement() {}

    /** The greatest difference of any gradient, as a share of the greatest gradient of its parameter. */
    public static double greatestDifference(Block one, Block other, Weights weights, LabelledImages batch) {
        try (Gradients first = Gradients.of(weights);
                Gradients second = Gradients.of(weights)) {
            ImageClassifier.addGradients(one, weights, batch, first);
            ImageClassifier.addGradients(other, weights, batch, second);
            double greatest = 0.0;
            for (Map.Entry<String, INDArray> entry : first.all().entrySet()) {
                INDArray expected = requireNonNull(second.all().get(entry.getKey()));
                greatest = Math.max(greatest, share(entry.getValue(), expected));
            }
            return greatest;
        }
    }

    private static double share(INDArray actual, INDArray expected) {
        try (INDArray difference = actual.sub(expected)) {
            return difference.amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
        }
    }
}
