package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.shapeOf;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block in one evaluation: with its weights, its chance and its path.
 *
 * @param block f or g
 * @param path where it stands below {@code weights} and {@code step}
 * @param weights of the whole sequence
 * @param step of the whole sequence
 */
record PlacedBlock(Block block, String path, Weights weights, Step step) {

    /** The path in the whole model, by which messages name the block. */
    String name() {
        return step.at(path).path();
    }

    Pass record(INDArray x) {
        Pass pass = block.record(x, weights.at(path), step.at(path));
        boolean kept = false;
        try {
            requireShapeKept(x, pass.output());
            kept = true;
            return pass;
        } finally {
            if (!kept) {
                pass.close();
            }
        }
    }

    INDArray forward(INDArray x) {
        try (Temporaries owned = new Temporaries()) {
            INDArray output = owned.add(block.forward(x, weights.at(path), step.at(path)));
            requireShapeKept(x, output);
            return owned.release(output);
        }
    }

    Gradients gradients(Gradients into) {
        return into.at(path);
    }

    private void requireShapeKept(INDArray x, INDArray output) {
        require(
                Arrays.equals(x.shape(), output.shape()),
                "%s must keep the shape of its input, for it is added to the other stream: got %s for %s",
                name(),
                shapeOf(output),
                shapeOf(x));
    }
}
