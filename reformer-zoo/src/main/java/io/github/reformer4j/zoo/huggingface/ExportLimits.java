package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import java.util.List;

/** Models that transformers has no form for; each gets a sentence, so that nothing is written that computes something else. */
final class ExportLimits {

    private ExportLimits() {}

    static void check(ReformerConfig config) {
        require(
                config.semantics() == Semantics.REFERENCE,
                "transformers computes by the semantics REFERENCE, the model has %s; export it with "
                        + "config.withSemantics(Semantics.REFERENCE), which changes its logits where a sequence is padded or "
                        + "a position sees only itself",
                config.semantics());
        List<AttentionKind> foreign = config.attentionLayers().stream()
                .filter(kind -> kind != AttentionKind.LSH && kind != AttentionKind.LOCAL)
                .distinct()
                .toList();
        require(
                foreign.isEmpty(),
                "a Reformer of transformers has LSH and LOCAL layers, the model has %s too",
                foreign);
        require(
                !config.lsh().withinBucket() && !config.lsh().correctDuplicates(),
                "transformers has no withinBucket (%s) nor correctDuplicates (%s); export a model without them",
                config.lsh().withinBucket(),
                config.lsh().correctDuplicates());
        requirePositions(config);
        requireNothingAhead(config);
        requireBuckets(config);
    }

    private static void requirePositions(ReformerConfig config) {
        PositionKind kind = config.positions().kind();
        require(
                kind == PositionKind.AXIAL || kind == PositionKind.LEARNED,
                "a Reformer of transformers has AXIAL or LEARNED positions, the model has %s",
                kind);
        int axes = config.positions().axialShape().size();
        require(
                kind != PositionKind.AXIAL || axes >= 2,
                "axial positions of transformers have two axes or more, the model has %d; export it with LEARNED positions",
                axes);
    }

    private static void requireNothingAhead(ReformerConfig config) {
        boolean ahead = (config.attentionLayers().contains(AttentionKind.LSH)
                        && config.lsh().chunksAfter() > 0)
                || (config.attentionLayers().contains(AttentionKind.LOCAL)
                        && config.local().chunksAfter() > 0);
        require(
                !config.causal() || !ahead,
                "a causal model of transformers looks at no chunk ahead, the model has chunksAfter %d (LSH) and %d (local); "
                        + "set both to 0",
                config.lsh().chunksAfter(),
                config.local().chunksAfter());
    }

    /**
     * Their automatic choice goes by the longest sequence of the model, ours by the length itself where it was told none; the
     * two differ only where the square root of the number of chunks is more than a chunk is long.
     */
    private static void requireBuckets(ReformerConfig config) {
        long chunk = config.lsh().chunkLength();
        boolean same = config.lsh().buckets().maxPositions() == config.maxPositions()
                || config.maxPositions() / chunk <= chunk * chunk;
        require(
                !config.lsh().buckets().isAutomatic() || same,
                "the automatic number of buckets would differ there for %d positions in chunks of %d; export the model with "
                        + "a number of its own, by config.withBuckets",
                config.maxPositions(),
                chunk);
    }
}
