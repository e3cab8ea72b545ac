package io.github.reformer4j.block;

import static io.github.reformer4j.testing.Refusals.changed;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every invalid value of the blocks' configurations gets a sentence. */
class BlockConfigTest {

    private static final LshAttentionConfig LSH = LshAttentionConfig.of(6, 2, 3, 4);
    private static final LocalAttentionConfig LOCAL = LocalAttentionConfig.of(6, 2, 3, 4);
    private static final FullAttentionConfig FULL = new FullAttentionConfig(6, 2, 3, true, false, 0.0);
    private static final FeedForwardConfig FEED_FORWARD = new FeedForwardConfig(6, 8, Activation.GELU, 4, 0.1);
    private static final LinearConfig LINEAR = new LinearConfig(6, 8, true, 0.02);
    private static final LayerNormConfig NORM = new LayerNormConfig(6, 1e-6);
    private static final ChunkedCrossEntropyConfig LOSS = new ChunkedCrossEntropyConfig(6, 9, 4, 0.02);
    private static final TokenEmbeddingConfig EMBEDDING =
            TokenEmbeddingConfig.axial(9, 6, List.of(4, 4), List.of(2, 4));

    static Stream<Arguments> sizes() {
        return Stream.of(
                        Stream.of(LSH, LOCAL, FULL)
                                .flatMap(attention -> of(attention, "inputSize", "heads", "headSize")),
                        Stream.of(LSH, LOCAL).flatMap(attention -> of(attention, "chunkLength")),
                        of(LSH, "rounds"),
                        of(FEED_FORWARD, "inputSize", "innerSize"),
                        of(LINEAR, "inputSize", "outputSize"),
                        of(LOSS, "inputSize", "vocabularySize"),
                        of(NORM, "size"),
                        of(EMBEDDING, "vocabularySize", "depth"))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> of(Record config, String... components) {
        return Stream.of(components)
                .flatMap(component -> Stream.of(0, -1).map(value -> arguments(config, component, value)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aSizeMustBePositive(Record config, String component, int value) {
        assertThatThrownBy(() -> changed(config, component, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s must be positive, got %d", component, value);
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                arguments(LSH, "chunksBefore"),
                arguments(LSH, "chunksAfter"),
                arguments(LSH, "exactUpTo"),
                arguments(LOCAL, "chunksBefore"),
                arguments(LOCAL, "chunksAfter"),
                arguments(LOCAL, "exactUpTo"),
                arguments(FEED_FORWARD, "chunkLength"),
                arguments(LOSS, "chunkLength"),
                arguments(EMBEDDING, "learnedPositions"),
                arguments(Buckets.of(4), "maxPositions"));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void aCountMustNotBeNegative(Record config, String component) {
        assertThatThrownBy(() -> changed(config, component, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(component + " must not be negative")
                .hasMessageEndingWith(", got -1");
    }

    static Stream<Arguments> probabilities() {
        return Stream.of(LSH, LOCAL, FULL, FEED_FORWARD)
                .flatMap(config -> Stream.of(-0.1, 1.0, 1.5, Double.NaN).map(value -> arguments(config, value)));
    }

    @ParameterizedTest
    @MethodSource("probabilities")
    void dropoutMustLeaveSomething(Record config, double value) {
        assertThatThrownBy(() -> changed(config, "dropout", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must lie in [0, 1), got %s", value);
    }

    static Stream<Arguments> deviations() {
        return Stream.of(FEED_FORWARD, LINEAR, LOSS, EMBEDDING)
                .flatMap(config ->
                        Stream.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY).map(value -> arguments(config, value)));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void aDeviationMustBeFinite(Record config, double value) {
        assertThatThrownBy(() -> changed(config, "deviation", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deviation must be finite and not negative, got %s", value);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments(NORM, "epsilon", 0.0, "epsilon must be positive and finite, got 0.0"),
                arguments(NORM, "epsilon", Double.NaN, "epsilon must be positive and finite, got NaN"),
                arguments(new DropoutConfig(0.1), "rate", 1.0, "a dropout rate must lie in [0, 1), got 1.0"),
                arguments(new DropoutConfig(0.1), "rate", Double.NaN, "a dropout rate must lie in [0, 1), got NaN"),
                arguments(LSH, "headMask", List.of(1.0), "headMask needs a factor for each of the 2 heads, got 1"),
                arguments(LSH, "headMask", List.of(1.0, Double.NaN), "headMask must hold finite factors"),
                arguments(
                        EMBEDDING,
                        "learnedPositions",
                        16,
                        "positions are axial, learned or sinusoidal, got 2 of these"),
                arguments(EMBEDDING, "sinusoidal", true, "positions are axial, learned or sinusoidal, got 2 of these"),
                arguments(
                        EMBEDDING, "axialShape", List.of(16), "need a size and a depth for each axis, got sizes [16]"),
                arguments(EMBEDDING, "axialShape", List.of(), "need a size and a depth for each axis, got sizes []"),
                arguments(EMBEDDING, "axialShape", List.of(4, 0), "must be positive, got sizes [4, 0]"),
                arguments(
                        EMBEDDING,
                        "axialDims",
                        List.of(-2, 8),
                        "must be positive, got sizes [4, 4] and depths [-2, 8]"),
                arguments(EMBEDDING, "axialDims", List.of(2, 2), "axialDims [2, 2] must add up to the depth 6, got 4"),
                arguments(Buckets.of(4), "factors", List.of(4, 3), "bucket factors must be positive and even"),
                arguments(Buckets.of(4), "factors", List.of(-2), "bucket factors must be positive and even"),
                arguments(
                        Buckets.of(4),
                        "factors",
                        List.of(1 << 20, 1 << 20),
                        "multiply to more than 2^30 buckets; use fewer"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatDoesNotFitTogetherIsNamed(Record config, String component, Object value, String sentence) {
        assertThatThrownBy(() -> changed(config, component, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void wavesNeedAnEvenDepth() {
        assertThatThrownBy(() -> new TokenEmbeddingConfig(9, 5, 0.02, List.of(), List.of(), 0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sinusoidal positions need an even depth, one sine and one cosine a frequency, got 5");
        assertThatThrownBy(Buckets::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buckets need at least one factor, got none; use Buckets.automatic(0)");
    }
}
