package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.UpdaterState;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** The sizes that a summary counts with are those that the optimisers take. */
class UpdaterStateTest {

    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.of("matrix", Initializer.ZEROS, 5, 7),
            ParameterSpec.of("vector", Initializer.ZEROS, 11),
            ParameterSpec.of("cube", Initializer.ZEROS, 2, 3, 4));

    static List<Arguments> optimizers() {
        return List.of(
                Arguments.of(UpdaterState.NONE, new OptimizerConfig.Updater(new Sgd(1.0))),
                Arguments.of(UpdaterState.ADAM, OptimizerConfig.adam(0.9, 0.98, 1e-9)),
                Arguments.of(UpdaterState.ADAM, OptimizerConfig.DecoupledAdam.DEFAULT),
                Arguments.of(UpdaterState.ADAFACTOR, OptimizerConfig.Factored.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theStateHasAsManyNumbersAsTheSummaryCounts(UpdaterState counted, OptimizerConfig config) {
        Weights weights = Weights.create(SPECS, DataType.FLOAT, 1);
        try (Optimizer optimizer = config.create(weights)) {
            assertThat(optimizer.state().values().stream()
                            .mapToLong(INDArray::length)
                            .sum())
                    .isEqualTo(SPECS.stream().mapToLong(counted::elements).sum());
        } finally {
            weights.close();
        }
    }
}
