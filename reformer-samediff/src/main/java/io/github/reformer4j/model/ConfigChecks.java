package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import java.util.List;

/** What must hold for a {@link ReformerConfig}, each with its sentence. */
final class ConfigChecks {

    /** Sizes that are doubled somewhere, as the two streams double the depth, must stay whole numbers of 32 bits. */
    private static final int LARGEST = 1 << 30;

    private ConfigChecks() {}

    static void size(String name, int value) {
        require(value > 0 && value <= LARGEST, "%s must be positive and at most 2^30, got %d", name, value);
    }

    static void chunk(String name, int value) {
        require(value >= 0, "%s must not be negative (0: all at once), got %d", name, value);
    }

    static void neighbours(String name, int value) {
        require(value >= 0, "%s must not be negative (0: none), got %d", name, value);
    }

    static void dropout(String name, double value) {
        require(value >= 0.0 && value < 1.0, "%s must lie in [0, 1) (0: none), got %s", name, value);
    }

    static void positive(String name, double value) {
        require(value > 0.0 && Double.isFinite(value), "%s must be positive and finite, got %s", name, value);
    }

    /** Axes where the kind has axes, and none elsewhere. */
    static void axes(PositionKind kind, List<Integer> shape, List<Integer> dims) {
        require(
                shape.stream().allMatch(size -> size > 0) && dims.stream().allMatch(size -> size > 0),
                "axialShape and axialDims must be positive, got %s and %s",
                shape,
                dims);
        if (kind == PositionKind.AXIAL) {
            require(
                    !shape.isEmpty() && shape.size() == dims.size(),
                    "AXIAL positions need a size and a depth for each axis, got axialShape %s and axialDims %s",
                    shape,
                    dims);
        } else {
            require(
                    shape.isEmpty() && dims.isEmpty(),
                    "%s positions have no axes, got axialShape %s and axialDims %s; leave both empty",
                    kind,
                    shape,
                    dims);
        }
    }

    /** Positions that fit the model. */
    static void positions(Positions positions, int hiddenSize, int maxPositions) {
        switch (positions.kind()) {
            case AXIAL -> axial(positions, hiddenSize, maxPositions);
            case SINUSOIDAL ->
                require(
                        hiddenSize % 2 == 0,
                        "SINUSOIDAL positions pair sines with cosines and need an even hiddenSize, got %d",
                        hiddenSize);
            case LEARNED, NONE -> {}
        }
    }

    private static void axial(Positions positions, int hiddenSize, int maxPositions) {
        long depth =
                positions.axialDims().stream().mapToLong(Integer::longValue).sum();
        require(
                depth == hiddenSize,
                "axialDims %s must add up to hiddenSize %d, got %d",
                positions.axialDims(),
                hiddenSize,
                depth);
        // Bounded at every step, because a product of many sizes would wrap around.
        long capacity = positions.axialShape().stream()
                .mapToLong(Integer::longValue)
                .reduce(1L, (all, size) -> Math.min(all * size, Integer.MAX_VALUE));
        require(
                capacity >= maxPositions,
                "axialShape %s holds %d positions, fewer than maxPositions %d; raise one or lower the other",
                positions.axialShape(),
                capacity,
                maxPositions);
    }
}
