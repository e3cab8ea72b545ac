package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.ActivationFunction;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.cpu.vector.VectorLanes;
import io.github.reformer4j.kernel.nd4j.Nd4jRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fused kernels of rows against those of ND4J's operations in double, at awkward sizes. */
class FusedRowsTest {

    /** Of the greatest magnitude of an array. */
    private static final double TOLERANCE = 5e-6;

    private static final RowKernels TWIN = new Nd4jRows();

    /** Something that is computed in a precision by kernels, as a list of results. */
    @FunctionalInterface
    private interface Computation {
        List<INDArray> of(RowKernels kernels, DataType type);
    }

    static Stream<Arguments> sizes() {
        return Stream.of(new VectorLanes(), new PlainLanes())
                .flatMap(lanes -> Stream.of(
                                new int[] {1, 1, 1},
                                new int[] {3, 5, 2},
                                new int[] {63, 16, 64},
                                new int[] {64, 31, 65},
                                new int[] {65, 64, 127},
                                new int[] {257, 33, 300})
                        .map(sizes -> Arguments.of(lanes, sizes[0], sizes[1], sizes[2])));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void linearMapsAgree(Lanes lanes, int rows, int in, int out) {
        check(lanes, (kernels, type) -> {
            INDArray x = random(type, "x", rows, in);
            INDArray weight = random(type, "w", in, out);
            INDArray dy = random(type, "dy", rows, out);
            INDArray y = Nd4j.create(type, rows, out);
            INDArray plain = Nd4j.create(type, rows, out);
            INDArray dx = Nd4j.create(type, rows, in);
            INDArray more = random(type, "more", rows, in);
            INDArray weightSum = random(type, "ws", in, out);
            INDArray biasSum = random(type, "bs", out);
            kernels.linear(x, weight, random(type, "b", out), y);
            kernels.linear(x, weight, null, plain);
            kernels.linearInputGradient(dy, weight, dx, false);
            kernels.linearInputGradient(dy, weight, more, true);
            kernels.linearParameterGradients(x, dy, weightSum, biasSum);
            return List.of(y, plain, dx, more, weightSum, biasSum);
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void normsAgree(Lanes lanes, int rows, int in, int out) {
        check(lanes, (kernels, type) -> {
            INDArray x = random(type, "x", rows, out);
            RowKernels.Norm norm = new RowKernels.Norm(random(type, "g", out), random(type, "b", out), 1e-2);
            INDArray y = x.ulike();
            INDArray dx = x.ulike();
            INDArray gainSum = random(type, "gs", out);
            INDArray biasSum = random(type, "bs", out);
            kernels.norm(x, norm, y);
            kernels.normBackward(x, random(type, "dy", rows, out), norm, gainSum, biasSum, dx);
            return List.of(y, gainSum, biasSum, dx);
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void feedForwardLayersAgree(Lanes lanes, int rows, int depth, int inner) {
        for (ActivationFunction function : ActivationFunction.values()) {
            for (double dropout : new double[] {0.0, 0.3}) {
                check(lanes, (kernels, type) -> feedForward(kernels, type, rows, depth, inner, function, dropout));
            }
        }
    }

    private static List<INDArray> feedForward(
            RowKernels kernels,
            DataType type,
            int rows,
            int depth,
            int inner,
            ActivationFunction function,
            double dropout) {
        INDArray x = random(type, "x", rows, depth);
        RowKernels.FeedForward layer = new RowKernels.FeedForward(
                random(type, "w1", depth, inner),
                random(type, "b1", inner),
                random(type, "w2", inner, depth),
                random(type, "b2", depth),
                function,
                50,
                dropout,
                3,
                4);
        RowKernels.FeedForwardSums sums = new RowKernels.FeedForwardSums(
                random(type, "s1", depth, inner),
                random(type, "s2", inner),
                random(type, "s3", inner, depth),
                random(type, "s4", depth));
        INDArray y = x.ulike();
        INDArray dx = x.ulike();
        kernels.feedForward(x, layer, y);
        kernels.feedForwardBackward(x, random(type, "dy", rows, depth), layer, sums, dx);
        return List.of(y, dx, sums.dense(), sums.denseBias(), sums.output(), sums.outputBias());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void crossEntropiesAgree(Lanes lanes, int rows, int depth, int classes) {
        int[] labels = IntStream.range(0, rows)
                .map(row -> row % 5 == 3 ? -100 : (int) (CounterRandom.uniform(9, row) * classes))
                .toArray();
        check(lanes, (kernels, type) -> {
            INDArray x = random(type, "x", rows, depth);
            RowKernels.Projection projection =
                    new RowKernels.Projection(random(type, "w", depth, classes), random(type, "b", classes), 50);
            RowKernels.LossGradients gradients = new RowKernels.LossGradients(
                    0.5, random(type, "ws", depth, classes), random(type, "bs", classes), x.ulike());
            double alone = kernels.crossEntropy(x, labels, projection, null);
            double loss = kernels.crossEntropy(x, labels, projection, gradients);
            return List.of(
                    Nd4j.createFromArray(alone, loss), gradients.weightSum(), gradients.biasSum(), gradients.dx());
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rowsAreTakenAndAddedByIndex(Lanes lanes, int rows, int depth, int width) {
        int[] indices = IntStream.range(0, rows).map(i -> i * i % 7).toArray();
        check(lanes, (kernels, type) -> {
            INDArray sums = random(type, "s", 7, depth);
            kernels.addRows(random(type, "x", rows, depth + width), indices, width, sums);
            INDArray taken = random(type, "t", rows, depth + width);
            kernels.takeRows(random(type, "table", 7, depth), indices, taken, width);
            return List.of(sums, taken);
        });
    }

    private static INDArray random(DataType type, String name, long... shape) {
        return Initializer.normal(1.0).create(type, CounterRandom.derive(5, name), shape);
    }

    private static void check(Lanes lanes, Computation computation) {
        List<INDArray> expected = new ArrayList<>(computation.of(TWIN, DataType.DOUBLE));
        List<INDArray> actual = computation.of(new CpuRows(lanes), DataType.FLOAT);
        for (int i = 0; i < actual.size(); i++) {
            INDArray difference = expected.get(i).sub(actual.get(i).castTo(DataType.DOUBLE));
            double scale = Math.max(1.0, expected.get(i).amaxNumber().doubleValue());
            assertThat(difference.amaxNumber().doubleValue() / scale)
                    .as("result %d by %s", i, lanes.name())
                    .isLessThan(TOLERANCE);
        }
    }
}
