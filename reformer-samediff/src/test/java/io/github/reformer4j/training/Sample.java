package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights of three shapes and gradients for them, the same for every call with the same seed. */
final class Sample {

    static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.of("dense.weight", Initializer.normal(0.5), 5, 7),
            ParameterSpec.of("dense.bias", Initializer.normal(0.5), 7),
            ParameterSpec.of("embeddings.word.weight", Initializer.normal(0.5), 6, 3));

    private Sample() {}

    static Weights weights(DataType type, long seed) {
        return Weights.create(SPECS, type, seed);
    }

    static void fill(Gradients gradients, DataType type, long seed) {
        for (ParameterSpec spec : SPECS) {
            try (INDArray drawn = Initializer.normal(0.1).create(type, seed * 31 + spec.length(), spec.sizes())) {
                gradients.sum(spec.name()).assign(drawn);
            }
        }
    }
}
