package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.check.Check;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks of the host as blocks take them: [b, n], a flag for every step, or [b, 1], one for a whole example. */
final class StepMask {

    private StepMask() {}

    /**
     * The mask of sequences, null where there is none or nothing is padding.
     *
     * @param layer as it stands in messages
     */
    static @Nullable PaddingMask of(@Nullable INDArray mask, long batch, long length, String layer) {
        if (mask == null) {
            return null;
        }
        require(
                mask.rank() == 2 && mask.size(0) == batch && (mask.size(1) == length || mask.size(1) == 1),
                "the mask of %s must have the shape [%d, %d], a flag for every step, or [%d, 1], one for every example, "
                        + "got %s",
                layer,
                batch,
                length,
                batch,
                Check.shapeOf(mask));
        return PaddingMask.onlyIfPadded(mask.size(1) == length ? PaddingMask.of(mask) : byExample(mask, length));
    }

    private static PaddingMask byExample(INDArray mask, long length) {
        boolean[][] rows = new boolean[Math.toIntExact(mask.size(0))][Math.toIntExact(length)];
        for (int row = 0; row < rows.length; row++) {
            Arrays.fill(rows[row], mask.getDouble(row, 0) != 0.0);
        }
        return PaddingMask.of(rows);
    }
}
