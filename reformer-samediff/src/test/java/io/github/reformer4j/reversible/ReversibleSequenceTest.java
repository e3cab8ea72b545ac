package io.github.reformer4j.reversible;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class ReversibleSequenceTest {

    private static final int DEPTH = 6;
    private static final double TOLERANCE = 1e-10;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inverseAfterForwardIsTheIdentity(long seed) {
        ReversibleSequence sequence = sequence(4, MemoryMode.REVERSIBLE);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, seed);
        Step step = Step.training(seed);
        Streams x = streams(DataType.DOUBLE, seed);

        Streams recovered = sequence.inverse(sequence.forward(x, weights, step), weights, step);

        assertThat(difference(recovered.first(), x.first())).isLessThan(TOLERANCE);
        assertThat(difference(recovered.second(), x.second())).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theThreeMemoryModesGiveEqualOutputsAndGradients(long seed) {
        Map<String, INDArray> stored = outputsAndGradients(MemoryMode.STORE, Step.training(seed), seed);
        for (MemoryMode memory : List.of(MemoryMode.CHECKPOINT, MemoryMode.REVERSIBLE)) {
            Map<String, INDArray> replayed = outputsAndGradients(memory, Step.training(seed), seed);
            assertThat(replayed).containsOnlyKeys(stored.keySet());
            stored.forEach((name, expected) -> assertThat(difference(requireNonNull(replayed.get(name)), expected))
                    .as("%s in mode %s", name, memory)
                    .isLessThan(TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bucketsAreRememberedEvenWhereTheStepRemembersNothing(long seed) {
        Step forgetful = Step.training(seed).withAssignments(null);
        Map<String, INDArray> stored = outputsAndGradients(MemoryMode.STORE, forgetful, seed);
        Map<String, INDArray> rebuilt = outputsAndGradients(MemoryMode.REVERSIBLE, forgetful, seed);
        stored.forEach((name, expected) -> assertThat(difference(requireNonNull(rebuilt.get(name)), expected))
                .as(name)
                .isLessThan(TOLERANCE));
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void gradientsAgreeWithFiniteDifferencesWithDropoutOn(MemoryMode memory) {
        ReversibleSequence sequence = sequence(3, memory);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, 7);
        Streams x = streams(DataType.DOUBLE, 7);
        Step step = Step.training(7);
        Map<String, INDArray> gradients = outputsAndGradients(sequence, weights, x, step);
        Map<String, INDArray> checked = new LinkedHashMap<>(weights.all());
        checked.put("dx1", x.first());
        checked.put("dx2", x.second());
        double epsilon = 1e-5;
        checked.forEach((name, array) -> {
            for (long i = 0; i < array.length(); i += 5) {
                double value = array.getDouble(i);
                array.putScalar(i, value + epsilon);
                double above = loss(sequence, weights, x, step);
                array.putScalar(i, value - epsilon);
                double below = loss(sequence, weights, x, step);
                array.putScalar(i, value);
                assertThat(requireNonNull(gradients.get(name)).getDouble(i))
                        .as("gradient of %s at %d", name, i)
                        .isCloseTo((above - below) / (2 * epsilon), offset(1e-7));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void theCallersStreamsStayAsTheyWere(MemoryMode memory) {
        ReversibleSequence sequence = sequence(2, memory);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, 1);
        INDArray x = random(DataType.DOUBLE, 1);
        INDArray before = x.dup();
        try (StreamsPass pass = sequence.record(new Streams(x, x), weights, Step.training(1));
                Gradients gradients = Gradients.of(weights)) {
            pass.backward(streams(DataType.DOUBLE, 2), gradients);
        }
        assertThat(x).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void theGradientsOfBothStreamsAreTwoArrays(MemoryMode memory) {
        ReversibleSequence sequence = sequence(1, memory);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, 1);
        INDArray dy = random(DataType.DOUBLE, 2);
        try (StreamsPass pass = sequence.record(streams(DataType.DOUBLE, 1), weights, Step.training(1));
                Gradients gradients = Gradients.of(weights)) {
            assertThatThrownBy(() -> pass.backward(new Streams(dy, dy), gradients))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the gradients of y1 and y2 are changed apart, and must be two arrays, got one; "
                            + "give a copy of it");
        }
    }

    @Test
    void oneArrayAsBothStreamsIsTheReformersStart() {
        ReversibleSequence sequence = sequence(1, MemoryMode.STORE);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, 1);
        Step step = Step.inference(1);
        INDArray x = random(DataType.DOUBLE, 1);
        Streams once = sequence.forward(new Streams(x, x), weights, step);
        Streams twice = sequence.forward(new Streams(x, x.dup()), weights, step);
        assertThat(once.first()).isEqualTo(twice.first());
        assertThat(once.second()).isEqualTo(twice.second());
    }

    @Test
    void parametersStandUnderTheirLayer() {
        assertThat(sequence(2, MemoryMode.STORE).parameters())
                .extracting(spec -> spec.name())
                .containsExactly(
                        "layers.0.attention.weight",
                        "layers.0.feed_forward.weight",
                        "layers.1.attention.weight",
                        "layers.1.feed_forward.weight");
    }

    @Test
    void theFirstBlockThatGivesANumberThatIsNotFiniteIsNamed() {
        ReversibleSequence sequence = sequence(3, MemoryMode.REVERSIBLE);
        Weights weights = Weights.create(sequence.parameters(), DataType.FLOAT, 1);
        Step step = Step.inference(1).withAssignments(Assignments.empty()).at("model");
        Streams x = streams(DataType.FLOAT, 1);
        assertThat(sequence.firstNotFinite(x, weights, step)).isEmpty();

        weights.get("layers.1.feed_forward.weight").putScalar(0, Float.NaN);
        assertThat(sequence.firstNotFinite(x, weights, step)).hasValue("model.layers.1.feed_forward");

        x.first().putScalar(3, Float.POSITIVE_INFINITY);
        assertThat(sequence.firstNotFinite(x, weights, step)).hasValue("model.input");
    }

    /**
     * An ulp of single precision is 6e-8 of the value. These blocks, with dropout factors of 2 and weights of deviation
     * 1/√d, are rougher than a normalised layer, and the error still grows slowly.
     */
    @Test
    void reconstructionInSinglePrecisionErrsMoreWithDepthAndStaysSmall() {
        double shallow = reconstructionError(4);
        double deep = reconstructionError(32);
        assertThat(shallow).isLessThan(1e-5);
        assertThat(deep).isBetween(shallow, 1e-3);
    }

    @Test
    void aBlockThatChangesTheShapeIsNamed() {
        Block halving = new Block() {
            @Override
            public List<ParameterSpec> parameters() {
                return List.of();
            }

            @Override
            public Pass record(INDArray x, Weights weights, Step step) {
                INDArray half = x.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2), NDArrayIndex.all())
                        .dup();
                return new RecordedPass(half, new Temporaries(), (dy, into) -> dy.dup());
            }
        };
        ReversibleSequence sequence = new ReversibleSequence(
                List.of(ReversibleLayer.of(new ToyBlock(DEPTH), halving)), MemoryMode.REVERSIBLE);
        Weights weights = Weights.create(sequence.parameters(), DataType.FLOAT, 1);
        Streams x = streams(DataType.FLOAT, 1);
        assertThatThrownBy(() -> sequence.record(x, weights, Step.training(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers.0.feed_forward must keep the shape of its input, for it is added to the other "
                        + "stream: got [2, 2, 6] for [2, 5, 6]");
    }

    @Test
    void aReversiblePassCanBeDifferentiatedOnce() {
        ReversibleSequence sequence = sequence(1, MemoryMode.REVERSIBLE);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, 1);
        Streams dy = streams(DataType.DOUBLE, 2);
        StreamsPass pass = sequence.record(streams(DataType.DOUBLE, 1), weights, Step.training(1));
        Gradients gradients = Gradients.of(weights);
        pass.backward(dy, gradients);
        assertThatThrownBy(() -> pass.backward(dy, gradients))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a pass can be differentiated once; record it again");
        assertThatThrownBy(pass::output)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read the outputs before it");
    }

    @Test
    void streamsOfDifferentShapesAreRefused() {
        INDArray x = random(DataType.DOUBLE, 1);
        assertThatThrownBy(() -> new Streams(x, x.reshape(5, 2, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the two streams of a reversible stack must have one shape, got [2, 5, 6] and [5, 2, 6]");
    }

    private static double reconstructionError(int layers) {
        ReversibleSequence sequence = sequence(layers, MemoryMode.REVERSIBLE);
        Weights weights = Weights.create(sequence.parameters(), DataType.FLOAT, 11);
        Step step = Step.training(11);
        Streams x = streams(DataType.FLOAT, 11);
        Streams y = sequence.forward(x, weights, step);
        Streams recovered = sequence.inverse(y, weights, step);
        double scale = y.first().amaxNumber().doubleValue();
        return difference(recovered.first(), x.first()) / scale;
    }

    private static Map<String, INDArray> outputsAndGradients(MemoryMode memory, Step step, long seed) {
        ReversibleSequence sequence = sequence(4, memory);
        Weights weights = Weights.create(sequence.parameters(), DataType.DOUBLE, seed);
        return outputsAndGradients(sequence, weights, streams(DataType.DOUBLE, seed), step);
    }

    private static Map<String, INDArray> outputsAndGradients(
            ReversibleSequence sequence, Weights weights, Streams x, Step step) {
        Map<String, INDArray> results = new LinkedHashMap<>();
        try (StreamsPass pass = sequence.record(x, weights, step)) {
            results.put("y1", pass.output().first().dup());
            results.put("y2", pass.output().second().dup());
            Gradients gradients = Gradients.of(weights);
            Streams dStreams = new Streams(random(DataType.DOUBLE, 100), random(DataType.DOUBLE, 101));
            pass.backward(dStreams, gradients);
            results.put("dx1", dStreams.first());
            results.put("dx2", dStreams.second());
            results.putAll(gradients.all());
        }
        return results;
    }

    /** A weighted sum, so that errors cannot cancel. */
    private static double loss(ReversibleSequence sequence, Weights weights, Streams x, Step step) {
        try (Streams y = sequence.forward(x, weights, step)) {
            return y.first().mul(random(DataType.DOUBLE, 100)).sumNumber().doubleValue()
                    + y.second().mul(random(DataType.DOUBLE, 101)).sumNumber().doubleValue();
        }
    }

    private static ReversibleSequence sequence(int layers, MemoryMode memory) {
        return new ReversibleSequence(
                IntStream.range(0, layers)
                        .mapToObj(i -> ReversibleLayer.of(new ToyBlock(DEPTH), new ToyBlock(DEPTH)))
                        .toList(),
                memory);
    }

    private static Streams streams(DataType type, long seed) {
        return new Streams(random(type, 2 * seed), random(type, 2 * seed + 1));
    }

    private static INDArray random(DataType type, long key) {
        return Initializer.normal(1.0).create(type, key, 2, 5, DEPTH);
    }

    private static double difference(INDArray actual, INDArray expected) {
        return actual.sub(expected).amaxNumber().doubleValue();
    }
}
