package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.Finite;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Notices that numbers are no longer finite, finds where that began, and says so. */
final class Divergence {

    private final ReformerModel model;
    private final long seed;

    Divergence(ReformerModel model, long seed) {
        this.model = model;
        this.seed = seed;
    }

    /** Throws unless loss and gradient norm of a step are finite; nothing has been changed by that step yet. */
    void requireFinite(
            long step,
            Loss loss,
            double norm,
            List<Batch> batches,
            Gradients gradients,
            Supplier<Optional<Path>> lastGood) {
        if (Double.isFinite(loss.mean()) && Double.isFinite(norm)) {
            return;
        }
        String where = firstBlock(step, batches)
                .map(path -> "the block " + path + " was first")
                .or(() -> firstArray(gradients.reading())
                        .map(name -> "all outputs are finite, the gradient of " + name + " is not"))
                .orElse("all outputs and gradients are finite, their sums are not");
        throw exception(
                String.format(
                        "step %d gave a loss of %s and a gradient norm of %s; %s", step, loss.mean(), norm, where),
                lastGood);
    }

    /** Throws unless the loss on held-out data is finite. */
    void requireFinite(long step, Loss heldOut, Supplier<Optional<Path>> lastGood) {
        if (!Double.isFinite(heldOut.mean())) {
            String where = firstArray(model.weights().all())
                    .map(name -> "; the parameter " + name + " is not finite")
                    .orElse("");
            throw exception(
                    String.format("the held-out loss after step %d is %s%s", step, heldOut.mean(), where), lastGood);
        }
    }

    /** Throws unless all weights are finite, before they can be saved and push good ones out. */
    void requireFiniteWeights(long step, Supplier<Optional<Path>> lastGood) {
        firstArray(model.weights().all()).ifPresent(name -> {
            throw exception(String.format("the parameter %s is not finite after step %d", name, step), lastGood);
        });
    }

    private Optional<String> firstBlock(long step, List<Batch> batches) {
        for (int i = 0; i < batches.size(); i++) {
            Optional<String> found = model.firstNonFinite(batches.get(i), Accumulation.chance(seed, step, i));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstArray(Map<String, INDArray> arrays) {
        return arrays.entrySet().stream()
                .filter(entry -> !Finite.all(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static DivergedException exception(String what, Supplier<Optional<Path>> lastGood) {
        String saved = lastGood.get()
                .map(path -> "the last good checkpoint is " + path)
                .orElse("no checkpoint was saved before");
        return new DivergedException(what + "; " + saved + "; lower the learning rate or clip the gradients more");
    }
}
