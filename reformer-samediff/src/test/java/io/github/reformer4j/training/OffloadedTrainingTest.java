package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.generation.Decoder;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.offload.Offload;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.GradientCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training whose layers come and go gives the numbers of one whose layers stay. */
class OffloadedTrainingTest {

    private static final long SEED = 7;

    private static ReformerConfig config(MemoryMode memory) {
        return new ReformerConfig(
                BigramModel.VOCABULARY,
                8,
                2,
                4,
                List.of(AttentionKind.LSH, AttentionKind.FULL, AttentionKind.LOCAL),
                16,
                Activation.GELU,
                0,
                0,
                new ReformerConfig.Lsh(Buckets.of(4), 2, 4, 1, 0, 0.1, false, false),
                new ReformerConfig.Local(4, 1, 0, 0.1),
                ReformerConfig.Positions.axial(List.of(4, 4), List.of(4, 4)),
                16,
                true,
                Semantics.REFERENCE,
                0.1,
                1e-12,
                0.02,
                0,
                memory,
                2);
    }

    /** Two batches a step, and a norm to clip at that is always exceeded. */
    private static TrainerConfig training(OptimizerConfig optimizer, long steps) {
        return new TrainerConfig(
                2, 16, 2, optimizer, new Schedule.WarmupRsqrt(0.01, 4), 0.01, SEED, steps, 0.0, 2, 2, 2);
    }

    private static final OptimizerConfig ADAM = OptimizerConfig.adam(0.9, 0.98, 1e-9);

    static Stream<Arguments> trainings() {
        List<OptimizerConfig> optimizers = List.of(
                ADAM, OptimizerConfig.DecoupledAdam.DEFAULT, OptimizerConfig.Factored.DEFAULT.withMomentum(0.9));
        Stream<Arguments> inFloat = optimizers.stream()
                .flatMap(optimizer ->
                        Stream.of(MemoryMode.values()).map(memory -> Arguments.of(optimizer, memory, DataType.FLOAT)));
        Stream<Arguments> inDouble = Stream.of(
                Arguments.of(optimizers.get(0), MemoryMode.STORE, DataType.DOUBLE),
                Arguments.of(optimizers.get(1), MemoryMode.CHECKPOINT, DataType.DOUBLE),
                Arguments.of(optimizers.get(2), MemoryMode.REVERSIBLE, DataType.DOUBLE));
        return Stream.concat(inFloat, inDouble);
    }

    /** What came of a training: everything that must be equal. */
    private record Numbers(
            List<Double> losses, List<Double> norms, double heldOut, Map<String, List<Double>> weights) {}

    private static Numbers train(
            ArrayStore store, MemoryMode memory, DataType type, TrainerConfig training, Path folder) {
        List<Double> losses = new ArrayList<>();
        List<Double> norms = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                losses.add(progress.lossBits());
                norms.add(progress.gradientNorm());
            }
        };
        try (LanguageModel model = LanguageModel.create(config(memory), type, SEED, store)) {
            Trainer.Result result = Training.run(model, training, folder, listener);
            return new Numbers(losses, norms, result.heldOutBits(), Training.values(model));
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void lossesAndWeightsAreThoseOfATrainingInMemory(
            OptimizerConfig optimizer, MemoryMode memory, DataType type, @TempDir Path folder) {
        TrainerConfig training = training(optimizer, 3);
        Numbers expected = train(ArrayStore.inMemory(), memory, type, training, folder.resolve("memory"));
        assertThat(expected.losses).hasSize(3);
        assertThat(expected.norms).allMatch(norm -> norm > training.clipNorm());
        Offload files = Offload.toFolder(folder.resolve("layers"));
        assertThat(train(files, memory, type, training, folder.resolve("files")))
                .isEqualTo(expected);
        assertThat(files.use().mostLayers()).isEqualTo(2);
        assertThat(files.use().bytes()).isZero();
    }

    @Test
    void theMemoryOfTheHostGivesTheSameNumbers(@TempDir Path folder) {
        TrainerConfig training = training(ADAM, 3);
        assertThat(train(
                        Offload.toHostMemory(),
                        MemoryMode.REVERSIBLE,
                        DataType.FLOAT,
                        training,
                        folder.resolve("host")))
                .isEqualTo(train(
                        ArrayStore.inMemory(),
                        MemoryMode.REVERSIBLE,
                        DataType.FLOAT,
                        training,
                        folder.resolve("memory")));
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void aTrainingGoesOnWithOrWithoutOffload(MemoryMode memory, @TempDir Path folder) {
        Numbers expected =
                train(ArrayStore.inMemory(), memory, DataType.FLOAT, training(ADAM, 8), folder.resolve("whole"));
        Path torn = folder.resolve("torn");
        Path layers = folder.resolve("layers");
        List<Double> losses = new ArrayList<>();
        Numbers last = expected;
        for (int end : new int[] {2, 4, 6, 8}) {
            ArrayStore store = end % 4 == 0 ? ArrayStore.inMemory() : Offload.toFolder(layers);
            last = train(store, memory, DataType.FLOAT, training(ADAM, end), torn);
            losses.addAll(last.losses);
        }
        assertThat(losses).isEqualTo(expected.losses);
        assertThat(last.weights).isEqualTo(expected.weights);
    }

    @Test
    void twoLayersOfWeightsGradientsAndStateAreInMemoryAtMost(@TempDir Path folder) {
        Offload store = Offload.toFolder(folder.resolve("layers"));
        train(store, MemoryMode.REVERSIBLE, DataType.FLOAT, training(ADAM, 3), folder.resolve("run"));
        long largest = LanguageModel.parametersOf(config(MemoryMode.REVERSIBLE)).stream()
                        .filter(spec -> spec.name().startsWith("layers.1."))
                        .mapToLong(spec -> spec.length())
                        .sum()
                * Float.BYTES;
        assertThat(store.use().mostLayers()).isEqualTo(2);
        assertThat(store.use().mostBytes())
                .isGreaterThan(largest)
                .isLessThanOrEqualTo(2 * 4 * largest); // weights, gradients, two moments
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Batch batch = Batch.causal(new int[][] {ids(1), ids(2)});
        Step step = Step.training(SEED);
        ReformerConfig config = config(MemoryMode.REVERSIBLE);
        try (LanguageModel model = LanguageModel.create(config, DataType.DOUBLE, SEED, Offload.toHostMemory());
                Gradients gradients = Gradients.of(model.weights())) {
            List<String> names = new ArrayList<>(model.weights().all().keySet());
            names.forEach(name -> {
                INDArray weight = model.weights().toChange(name);
                weight.addi(GradientCheck.random(CounterRandom.derive(SEED, name), weight.shape())
                        .mul(0.3));
            });
            model.lossAndGradients(batch, step, 100.0, gradients);
            assertThat(gradients.all().keySet()).containsExactlyInAnyOrderElementsOf(names);
            for (String name : names) {
                try (INDArray gradient = gradients.sum(name).dup();
                        INDArray direction = GradientCheck.random(3, gradient.shape())) {
                    double along = direction.mul(gradient).sumNumber().doubleValue();
                    double above = moved(model, name, direction, 1e-5, batch, step);
                    double below = moved(model, name, direction, -1e-5, batch, step);
                    assertThat((above - below) / 2e-5)
                            .as("gradient of %s", name)
                            .isCloseTo(along, within(1e-6 * Math.max(1.0, Math.abs(along)) * gradient.length()));
                }
            }
        }
    }

    @Test
    void aDecoderReadsOffloadedWeights() {
        ReformerConfig config = config(MemoryMode.REVERSIBLE);
        try (LanguageModel offloaded = LanguageModel.create(config, DataType.FLOAT, SEED, Offload.toHostMemory());
                LanguageModel inMemory = LanguageModel.create(config, DataType.FLOAT, SEED)) {
            Decoder expected = new LanguageDecoder(inMemory, Step.inference(1), 0);
            Decoder actual = new LanguageDecoder(offloaded, Step.inference(1), 0);
            int[][] prompt = {ids(1)};
            assertThat(actual.ingest(prompt)).isDeepEqualTo(expected.ingest(prompt));
            assertThat(actual.next(3)).isDeepEqualTo(expected.next(3));
        }
    }

    private static int[] ids(long seed) {
        int[] ids = new int[13];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) (CounterRandom.uniform(seed, i) * BigramModel.VOCABULARY);
        }
        return ids;
    }

    /** The loss with one weight moved, which comes from where it lives and goes back there. */
    private static double moved(
            LanguageModel model, String name, INDArray direction, double by, Batch batch, Step step) {
        INDArray before = model.weights().get(name).dup();
        model.weights().toChange(name).addi(direction.mul(by));
        double loss = 100.0 * model.loss(batch, step).mean();
        model.weights().toChange(name).assign(before);
        return loss;
    }
}
