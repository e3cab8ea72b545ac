package io.github.reformer4j.model;

import static io.github.reformer4j.testing.Refusals.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReformerConfigTest {

    private static final ReformerConfig CONFIG = TinyConfig.of(true);

    static Stream<Arguments> invalidValues() {
        Stream<Arguments> sizes = Stream.of(
                        "vocabularySize",
                        "hiddenSize",
                        "heads",
                        "headSize",
                        "feedForwardSize",
                        "maxPositions",
                        "labels")
                .flatMap(name -> Stream.of(0, -1, Integer.MAX_VALUE)
                        .map(value -> arguments(CONFIG, name, value, name + " must be positive and at most 2^30")));
        Stream<Arguments> parts = Stream.of(CONFIG.lsh(), CONFIG.local())
                .flatMap(part -> Stream.of(
                        arguments(part, "chunkLength", 0, ".chunkLength must be positive"),
                        arguments(part, "chunksBefore", -1, ".chunksBefore must not be negative"),
                        arguments(part, "chunksAfter", -1, ".chunksAfter must not be negative"),
                        arguments(part, "dropout", 1.0, ".dropout must lie in [0, 1)"),
                        arguments(part, "dropout", -0.1, ".dropout must lie in [0, 1)"),
                        arguments(part, "dropout", Double.NaN, ".dropout must lie in [0, 1)")));
        Stream<Arguments> others = Stream.of(
                arguments(CONFIG, "attentionLayers", List.of(), "at least one layer"),
                arguments(CONFIG, "feedForwardChunk", -1, "feedForwardChunk must not be negative"),
                arguments(CONFIG, "lossChunk", -1, "lossChunk must not be negative"),
                arguments(CONFIG, "hiddenDropout", 1.0, "hiddenDropout must lie in [0, 1)"),
                arguments(CONFIG, "hiddenDropout", -0.5, "hiddenDropout must lie in [0, 1)"),
                arguments(CONFIG, "layerNormEpsilon", 0.0, "layerNormEpsilon must be positive and finite"),
                arguments(CONFIG, "layerNormEpsilon", Double.NaN, "layerNormEpsilon must be positive and finite"),
                arguments(CONFIG, "initializerRange", -1.0, "initializerRange must be positive and finite"),
                arguments(CONFIG, "initializerRange", 1.0 / 0.0, "initializerRange must be positive and finite"),
                arguments(CONFIG, "padToken", -1, "padToken must be an id of the vocabulary (0 to 8), got -1"),
                arguments(CONFIG, "padToken", 9, "padToken must be an id of the vocabulary (0 to 8), got 9"),
                arguments(CONFIG, "headSize", 1 << 30, "heads 2 times headSize 1073741824 must be at most 2^30"),
                arguments(CONFIG, "maxPositions", 17, "holds 16 positions, fewer than maxPositions 17"),
                arguments(CONFIG, "hiddenSize", 8, "axialDims [2, 4] must add up to hiddenSize 8, got 6"),
                arguments(CONFIG.lsh(), "rounds", 0, "lsh.rounds must be positive"),
                arguments(CONFIG.positions(), "axialShape", List.of(16), "a size and a depth for each axis"),
                arguments(CONFIG.positions(), "axialShape", List.of(4, -4), "must be positive"),
                arguments(CONFIG.positions(), "axialDims", List.of(0, 6), "must be positive"),
                arguments(CONFIG.positions(), "axialDims", List.of(), "a size and a depth for each axis"),
                arguments(Buckets.of(4), "factors", List.of(4, 3), "even"),
                arguments(Buckets.of(4), "factors", List.of(0), "positive and even"));
        return Stream.of(sizes, parts, others).flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("invalidValues")
    void anInvalidValueGetsASentenceThatNamesIt(Record record, String component, Object value, String sentence) {
        assertThatThrownBy(() -> changed(record, component, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @EnumSource(
            value = PositionKind.class,
            names = {"LEARNED", "SINUSOIDAL", "NONE"})
    void positionsOfOtherKindsHaveNoAxes(PositionKind kind) {
        assertThatThrownBy(() -> new Positions(kind, List.of(4), List.of(6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind + " positions have no axes");
    }

    @Test
    void sinesAndCosinesNeedAnEvenDepth() {
        assertThatThrownBy(() -> changed(TinyConfig.with(PositionKind.SINUSOIDAL), "hiddenSize", 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("even hiddenSize, got 7");
        assertThat(TinyConfig.with(PositionKind.LEARNED)).satisfies(learned -> changed(learned, "hiddenSize", 7));
    }

    @Test
    void axesWhoseProductIsBeyondAllNumbersHoldEnough() {
        List<Integer> huge = Collections.nCopies(6, 1 << 30);
        Positions positions = Positions.axial(huge, List.of(1, 1, 1, 1, 1, 1));

        assertThat(changed(CONFIG, "positions", positions)).isNotNull();
    }

    @Test
    void depthsWhoseSumWrapsAroundDoNotFit() {
        Positions positions = Positions.axial(List.of(4, 4, 4), List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 8));

        assertThatThrownBy(() -> changed(CONFIG, "positions", positions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must add up to hiddenSize 6");
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachChangeChangesOnlyWhatItSays(long seed) {
        ReformerConfig config = RandomConfig.of(seed);
        List<AttentionKind> layers = List.of(AttentionKind.FULL);

        assertThat(config.withMemory(MemoryMode.STORE)).isEqualTo(changed(config, "memory", MemoryMode.STORE));
        assertThat(config.withSemantics(Semantics.REFERENCE))
                .isEqualTo(changed(config, "semantics", Semantics.REFERENCE));
        assertThat(config.withAttentionLayers(layers)).isEqualTo(changed(config, "attentionLayers", layers));
        assertThat(config.withMaxPositions(1)).isEqualTo(changed(config, "maxPositions", 1));
        assertThat(config.withHiddenDropout(0.25)).isEqualTo(changed(config, "hiddenDropout", 0.25));
        assertThat(config.withRounds(7)).isEqualTo(changed(config, "lsh", changed(config.lsh(), "rounds", 7)));
        assertThat(config.withBuckets(Buckets.of(6)))
                .isEqualTo(changed(config, "lsh", changed(config.lsh(), "buckets", Buckets.of(6))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneDropoutForEverything(long seed) {
        ReformerConfig config = RandomConfig.of(seed);
        Object hidden = changed(config, "hiddenDropout", 0.25);
        Object hiddenAndLsh = changed((Record) hidden, "lsh", changed(config.lsh(), "dropout", 0.25));

        assertThat(config.withDropout(0.25))
                .isEqualTo(changed((Record) hiddenAndLsh, "local", changed(config.local(), "dropout", 0.25)));
    }
}
