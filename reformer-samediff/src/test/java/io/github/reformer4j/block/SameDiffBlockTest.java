package io.github.reformer4j.block;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

final class SameDiffBlockTest {

    private static final int DEPTH = 4;
    private static final List<ParameterSpec> PARAMETERS = List.of(
            ParameterSpec.of("dense.weight", Initializer.normal(0.5), DEPTH, DEPTH),
            ParameterSpec.of("gain", Initializer.normal(1.0), DEPTH));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void outputAndGradientsAreThoseOfTheWholeGraph(long seed) {
        SameDiffBlock block = SameDiffBlock.of(SameDiffBlockTest::normalizedDense, PARAMETERS, -1, DEPTH);
        Weights weights = Weights.create(PARAMETERS, DataType.DOUBLE, seed);
        INDArray x = random(DataType.DOUBLE, seed, 7);
        INDArray dy = random(DataType.DOUBLE, seed + 100, 7);

        SameDiff whole = SameDiff.create();
        SDVariable xs = whole.var("x", x.dup());
        Map<String, SDVariable> ws = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> ws.put(name, whole.var(name, array.dup())));
        SDVariable y = normalizedDense(whole, xs, ws);
        whole.setLossVariables(y.mul(whole.constant(dy.dup())).sum());
        Map<String, INDArray> expected = whole.calculateGradients(Map.of(), "x", "dense.weight", "gain");

        try (Pass pass = block.record(x, weights, Step.inference(seed));
                Gradients gradients = Gradients.of(weights)) {
            assertClose(pass.output(), y.eval());
            assertClose(pass.backward(dy, gradients), expected.get("x"));
            assertClose(gradients.sum("dense.weight"), expected.get("dense.weight"));
            assertClose(gradients.sum("gain"), expected.get("gain"));
        }
    }

    @Test
    void severalShapesAndTypesGoThroughOneInstance() {
        SameDiffBlock block = SameDiffBlock.of(SameDiffBlockTest::normalizedDense, PARAMETERS, -1, DEPTH);
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Weights weights = Weights.create(PARAMETERS, type, 1);
            for (int rows : new int[] {1, 7, 3}) {
                INDArray x = random(type, rows, rows);
                try (Pass pass = block.record(x, weights, Step.inference(1));
                        Gradients gradients = Gradients.of(weights);
                        INDArray dx = pass.backward(x, gradients)) {
                    assertThat(pass.output().shape()).containsExactly(rows, DEPTH);
                    assertThat(dx.shape()).containsExactly(rows, DEPTH);
                    assertThat(dx.dataType()).isEqualTo(type);
                }
            }
        }
    }

    @Test
    void aGraphThatWasWrittenDownIsTheSameBlock() {
        SameDiffBlockConfig config =
                SameDiffBlockConfig.of(SameDiffBlockTest::normalizedDense, PARAMETERS, DataType.DOUBLE, -1, DEPTH);
        Block read = new SameDiffBlockConfig(config.graph(), config.parameters()).toBlock();
        Block defined = SameDiffBlock.of(SameDiffBlockTest::normalizedDense, PARAMETERS, -1, DEPTH);
        assertThat(read.parameters()).isEqualTo(PARAMETERS);
        Weights weights = Weights.create(PARAMETERS, DataType.DOUBLE, 3);
        INDArray x = random(DataType.DOUBLE, 3, 5);
        try (Pass one = read.record(x, weights, Step.inference(1));
                Pass other = defined.record(x, weights, Step.inference(1));
                Gradients gradients = Gradients.of(weights);
                Gradients expected = Gradients.of(weights)) {
            assertThat(one.output()).isEqualTo(other.output());
            assertThat(one.backward(x, gradients)).isEqualTo(other.backward(x, expected));
            assertThat(gradients.all()).isEqualTo(expected.all());
        }
        assertThatThrownBy(() -> config.toBlock().forward(random(DataType.FLOAT, 3, 5), weights, Step.inference(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph of this SameDiffBlock was written for DOUBLE, got an input of FLOAT");
    }

    @Test
    void theIdentityGivesNewArrays() {
        SameDiffBlock identity = SameDiffBlock.of((sd, x, parameters) -> x, List.of(), -1, DEPTH);
        Weights none = Weights.of(Map.of());
        INDArray x = random(DataType.DOUBLE, 1, 2);
        INDArray dy = random(DataType.DOUBLE, 2, 2);
        try (Pass pass = identity.record(x, none, Step.inference(1));
                INDArray dx = pass.backward(dy, Gradients.of(none))) {
            assertThat(pass.output()).isEqualTo(x);
            assertThat(dx).isEqualTo(dy);
        }
        assertThat(x.wasClosed()).isFalse();
        assertThat(dy.wasClosed()).isFalse();
        assertThat(x).isEqualTo(random(DataType.DOUBLE, 1, 2));
    }

    @Test
    void severalThreadsUseOneInstance() {
        SameDiffBlock block = SameDiffBlock.of(SameDiffBlockTest::normalizedDense, PARAMETERS, -1, DEPTH);
        Weights weights = Weights.create(PARAMETERS, DataType.DOUBLE, 1);
        List<INDArray> expected = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            expected.add(backward(block, weights, i));
        }
        List<INDArray> parallel = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> backward(block, weights, i))
                .toList();
        assertThat(parallel).isEqualTo(expected);
    }

    @Test
    void nothingIsPrinted() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            SameDiffBlock block = SameDiffBlock.of(SameDiffBlockTest::normalizedDense, PARAMETERS, -1, DEPTH);
            backward(block, Weights.create(PARAMETERS, DataType.FLOAT, 1), 1).close();
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void unfitGraphsAreRefused() {
        assertRefused(
                (sd, x, p) -> x.add(sd.var("own", random(DataType.DOUBLE, 1, 1))),
                "the graph of a SameDiffBlock has a variable own of its own, which nothing would train; give a "
                        + "ParameterSpec for it");
        assertRefused(
                (sd, x, p) -> x.castTo(DataType.FLOAT),
                "the graph of a SameDiffBlock turns DOUBLE into FLOAT; cast it back");
        assertRefused(
                (sd, x, p) -> sd.gather(x, new int[] {0, 0}, 0),
                "op gather of ND4J 1.0.0-M2.1 overwrites gradients of repeated indices; write it with other ops, or as "
                        + "a Block");
        assertRefused((sd, x, p) -> sd.nn().dropout(x, 0.5), "draws random numbers");
        assertRefused((sd, x, p) -> x.add(sd.random().normal(0, 1, DataType.DOUBLE, 1, DEPTH)), "draws random numbers");
        assertRefused((sd, x, p) -> sd.math().logSumExp(x, 1), "gives wrong gradients along a dimension");
    }

    @Test
    void unreadableGraphsAreRefused() {
        Weights none = Weights.of(Map.of());
        INDArray x = random(DataType.DOUBLE, 1, 2);
        assertThatThrownBy(
                        () -> new SameDiffBlockConfig("!", List.of()).toBlock().forward(x, none, Step.inference(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the graph of a SameDiffBlock is not Base64: ");
        assertThatThrownBy(() ->
                        new SameDiffBlockConfig("AAAA", List.of()).toBlock().forward(x, none, Step.inference(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the graph of a SameDiffBlock cannot be read: ");
    }

    @Test
    void aParameterThatDoesNotReachTheOutputIsNamed() {
        SameDiffBlock block = SameDiffBlock.of((sd, x, p) -> x.mul(2.0), PARAMETERS, -1, DEPTH);
        Weights weights = Weights.create(PARAMETERS, DataType.DOUBLE, 1);
        assertThatThrownBy(() -> backward(block, weights, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter dense.weight does not reach the output of the graph of a SameDiffBlock");
    }

    private static void assertRefused(SameDiffBlock.Definition definition, String message) {
        SameDiffBlock block = SameDiffBlock.of(definition, List.of(), -1, DEPTH);
        INDArray x = random(DataType.DOUBLE, 1, 2);
        assertThatThrownBy(() -> block.forward(x, Weights.of(Map.of()), Step.inference(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** gain ∘ norm(tanh(x W)), with the norm from its parts. */
    private static SDVariable normalizedDense(SameDiff sd, SDVariable x, Map<String, SDVariable> parameters) {
        SDVariable inner = sd.math().tanh(x.mmul(requireNonNull(parameters.get("dense.weight"))));
        SDVariable centred = inner.sub(inner.mean(true, 1));
        SDVariable variance = sd.math().square(centred).mean(true, 1);
        return centred.div(sd.math().sqrt(variance.add(1e-5))).mul(requireNonNull(parameters.get("gain")));
    }

    private static INDArray backward(SameDiffBlock block, Weights weights, long seed) {
        INDArray x = random(weights.type(), seed, 6);
        try (Pass pass = block.record(x, weights, Step.inference(1));
                Gradients gradients = Gradients.of(weights)) {
            INDArray dx = pass.backward(pass.output(), gradients);
            return Stream.concat(Stream.of(dx), gradients.all().values().stream())
                    .reduce(dx.sum(), (sum, array) -> sum.add(array.sum()));
        }
    }

    private static void assertClose(INDArray actual, @Nullable INDArray expected) {
        assertThat(expected).isNotNull();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
    }

    private static INDArray random(DataType type, long seed, int rows) {
        return Initializer.normal(1.0).create(type, seed, rows, DEPTH);
    }
}
