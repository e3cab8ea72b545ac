package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.generation.CachedLoss;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.Loss;

/**
 * The same text scored twice: token by token through the caches of generation, and in one pass.
 *
 * @param cached token by token
 * @param once in one pass
 */
record CachedComparison(Loss cached, Loss once) {

    /** Over this many windows of the held-out part, evenly spread. */
    static CachedComparison of(LanguageModel model, LanguageData data, int length, int windows, Step step) {
        Loss cached = Loss.NONE;
        Loss once = Loss.NONE;
        for (Batch batch : data.heldOut(1, length, windows)) {
            cached = cached.plus(CachedLoss.of(model, batch.ids()[0], step));
            once = once.plus(model.loss(batch, step));
        }
        return new CachedComparison(cached, once);
    }
}
