package io.github.reformer4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleConfig;
import io.github.reformer4j.reversible.ReversibleConfig.Layer;
import io.github.reformer4j.reversible.StreamLayout;
import io.github.reformer4j.testing.AtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff graphs with our operations in several threads give what each gives alone. */
class GraphsAtOnceTest {

    private static final int DEPTH = 8;
    private static final int THREADS = 4;
    private static final int STEPS = 5;

    private static SameDiff graph(DataType type, long seed) {
        LshAttentionConfig attention =
                LshAttentionConfig.of(DEPTH, 2, 4, 4).withRounds(2).withDropout(0.1);
        BlockConfig stack = new ReversibleConfig(
                List.of(
                        Layer.of(attention, new FeedForwardConfig(DEPTH, 16, Activation.GELU, 0, 0.1, 0.3)),
                        Layer.of(attention, new FeedForwardConfig(DEPTH, 16, Activation.RELU, 0, 0.1, 0.3))),
                MemoryMode.REVERSIBLE,
                StreamLayout.duplicate());
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", type, -1, -1, DEPTH);
        SDVariable chance = sd.constant("chance", Nd4j.scalar(DataType.INT64, seed));
        SDVariable training = sd.constant("training", Nd4j.scalar(DataType.INT32, 1));
        SDVariable y = ReformerOps.of(sd)
                .block("block", x, stack, OpInputs.none().withChance(chance).withTraining(training));
        y.mul(y).sum("loss").markAsLoss();
        return sd;
    }

    private static List<Map<String, List<Double>>> gradients(DataType type, long seed) {
        SameDiff sd = graph(type, seed);
        String[] names = sd.variables().stream()
                .map(SDVariable::name)
                .filter(name -> name.startsWith("block."))
                .toArray(String[]::new);
        List<Map<String, List<Double>>> all = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            INDArray x = Initializer.normal(1.0).create(type, seed * STEPS + step, 2, 11 + step, DEPTH);
            Map<String, List<Double>> values = new TreeMap<>();
            sd.calculateGradients(Map.of("x", x), names).forEach((name, gradient) -> {
                List<Double> list = new ArrayList<>();
                for (double value : gradient.dup('c').data().asDouble()) {
                    list.add(value);
                }
                values.put(name, list);
            });
            all.add(values);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void fourGraphsAtOnceGiveWhatEachGivesAlone(DataType type) throws Exception {
        List<List<Map<String, List<Double>>>> alone = new ArrayList<>();
        List<Callable<List<Map<String, List<Double>>>>> tasks = new ArrayList<>();
        for (long seed = 0; seed < THREADS; seed++) {
            long own = seed;
            alone.add(gradients(type, own));
            tasks.add(() -> gradients(type, own));
        }
        assertThat(alone.get(0).get(0)).isNotEmpty();
        assertThat(AtOnce.run(tasks)).isEqualTo(alone);
    }
}
