package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedding of tokens and their positions.
 *
 * @param vocabularySize ids are 0 to this − 1
 * @param depth of the vectors
 * @param deviation of fresh vectors
 * @param axialShape sizes of the axes of axial positions; none for other positions
 * @param axialDims their depths
 * @param learnedPositions trained vectors of positions, one each; 0: none
 * @param sinusoidal whether positions are fixed waves
 */
public record TokenEmbeddingConfig(
        int vocabularySize,
        int depth,
        double deviation,
        List<Integer> axialShape,
        List<Integer> axialDims,
        int learnedPositions,
        boolean sinusoidal) {

    public TokenEmbeddingConfig {
        require(vocabularySize > 0, "vocabularySize must be positive, got %d", vocabularySize);
        require(depth > 0, "depth must be positive, got %d", depth);
        require(
                deviation >= 0.0 && Double.isFinite(deviation),
                "deviation must be finite and not negative, got %s",
                deviation);
        requireAxes(axialShape, axialDims, depth);
        require(learnedPositions >= 0, "learnedPositions must not be negative, got %d", learnedPositions);
        int kinds = (axialShape.isEmpty() ? 0 : 1) + (learnedPositions > 0 ? 1 : 0) + (sinusoidal ? 1 : 0);
        require(kinds <= 1, "positions are axial, learned or sinusoidal, got %d of these", kinds);
        require(
                !sinusoidal || depth % 2 == 0,
                "sinusoidal positions need an even depth, one sine and one cosine a frequency, got %d",
                depth);
        axialShape = List.copyOf(axialShape);
        axialDims = List.copyOf(axialDims);
    }

    private static void requireAxes(List<Integer> shape, List<Integer> dims, int depth) {
        require(
                shape.size() == dims.size(),
                "axial positions need a size and a depth for each axis, got sizes %s and depths %s",
                shape,
                dims);
        require(
                Stream.concat(shape.stream(), dims.stream()).allMatch(size -> size > 0),
                "sizes and depths of axes must be positive, got sizes %s and depths %s",
                shape,
                dims);
        long sum = dims.stream().mapToLong(Integer::longValue).sum();
        require(dims.isEmpty() || sum == depth, "axialDims %s must add up to the depth %d, got %d", dims, depth, sum);
    }

    /** Axial positions. */
    public static TokenEmbeddingConfig axial(
            int vocabularySize, int depth, List<Integer> axialShape, List<Integer> axialDims) {
        return new TokenEmbeddingConfig(
                vocabularySize, depth, FeedForwardConfig.DEVIATION, axialShape, axialDims, 0, false);
    }

    /** The embedding; it has no state. */
    public TokenEmbedding toEmbedding() {
        return new TokenEmbedding(vocabularySize, depth, deviation, positions());
    }

    private @Nullable PositionEmbedding positions() {
        if (!axialShape.isEmpty()) {
            return new AxialPositions(axialShape, axialDims, deviation);
        }
        if (learnedPositions > 0) {
            return new LearnedPositions(learnedPositions, depth, deviation);
        }
        return sinusoidal ? new SinusoidalPositions(depth) : null;
    }
}
