package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The norm of all gradients as one vector, and clipping by it (Pascanu, Mikolov, Bengio: "On the difficulty of training
 * recurrent neural networks", 2013). The sum is sequential and in double, so that it depends on no number of threads.
 */
final class GradientNorm {

    private GradientNorm() {}

    /** √ of the sum of all squares. */
    static double of(Gradients gradients) {
        double sum = 0.0;
        for (INDArray gradient : gradients.reading().values()) {
            sum += squares(gradient);
        }
        return Math.sqrt(sum);
    }

    /** Scales the gradients down to norm {@code most} where theirs is above it; 0: never. */
    static void clip(Gradients gradients, double norm, double most) {
        if (most > 0.0 && norm > most) {
            gradients.all().values().forEach(gradient -> gradient.muli(most / norm));
        }
    }

    private static double squares(INDArray gradient) {
        double sum = 0.0;
        switch (gradient.dataType()) {
            case FLOAT -> {
                for (float value : gradient.data().asFloat()) {
                    sum += (double) value * value;
                }
            }
            default -> {
                for (double value : gradient.data().asDouble()) {
                    sum += value * value;
                }
            }
        }
        return sum;
    }
}
