package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A step that found no memory leaves a model with which the next step is as if it had never been. */
class ModelFailureTest {

    private static final int[][] IDS = {{1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}};

    /** 16 TiB: more than a process may ask for. */
    private static final long TOO_MANY = 1L << 42;

    private final AtomicInteger drawn = new AtomicInteger();

    private Step step() {
        return Step.training(3).withRotations((path, key, type, shape) -> {
            drawn.incrementAndGet();
            return Initializer.normal(1.0).create(type, key, shape);
        });
    }

    /** A step whose rotations do not fit into memory, at the first, second, ... draw. */
    private static Step failing(int draw) {
        AtomicInteger draws = new AtomicInteger();
        return Step.training(3)
                .withRotations((path, key, type, shape) -> draws.incrementAndGet() == draw
                        ? Nd4j.createUninitialized(type, TOO_MANY)
                        : Initializer.normal(1.0).create(type, key, shape));
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void theNextStepIsAsIfNothingHadBeen(MemoryMode memory) {
        Batch batch = Batch.causal(IDS);
        try (LanguageModel model = LanguageModel.create(TinyConfig.of(true).withMemory(memory), DataType.FLOAT, 1)) {
            Map<String, List<Double>> expected = gradients(model, batch, step());
            int draws = drawn.get();
            assertThat(draws).isPositive();
            for (int draw = 1; draw <= draws; draw++) {
                Step fails = failing(draw);
                assertThatThrownBy(() -> gradients(model, batch, fails))
                        .isInstanceOf(RuntimeException.class)
                        .hasMessageContaining("Allocation failed");
                assertThat(gradients(model, batch, step())).isEqualTo(expected);
            }
        }
    }

    private static Map<String, List<Double>> gradients(LanguageModel model, Batch batch, Step step) {
        Map<String, List<Double>> values = new TreeMap<>();
        try (Gradients gradients = Gradients.of(model.weights())) {
            double loss = model.lossAndGradients(batch, step, 1.0, gradients).sum();
            values.put("loss", List.of(loss));
            gradients.all().forEach((name, sum) -> values.put(name, list(sum)));
        }
        return values;
    }

    private static List<Double> list(INDArray array) {
        List<Double> list = new ArrayList<>();
        for (double value : array.data().asDouble()) {
            list.add(value);
        }
        return list;
    }
}
