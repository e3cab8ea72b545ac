package io.github.reformer4j.zoo.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.PositionKind;

/** What a model may have that layers of Deeplearning4j have no form for. */
final class NetworkLimits {

    private NetworkLimits() {}

    /** Throws, in a sentence, where a network would compute something else than the language model. */
    static void check(ReformerConfig config) {
        requireKnown(config.causal(), "reads text both ways (causal = false)");
        requireKnown(config.semantics() == Semantics.PAPER, "cuts chunks by the semantics " + config.semantics());
        requireKnown(config.positions().kind() != PositionKind.SINUSOIDAL, "has sinusoidal positions");
        ReformerConfig.Lsh lsh = config.lsh();
        requireKnown(!lsh.withinBucket(), "attends within buckets alone (lsh.withinBucket)");
        requireKnown(!lsh.correctDuplicates(), "counts duplicates once (lsh.correctDuplicates)");
        requireKnown(
                lsh.buckets().maxPositions() == 0 || !lsh.buckets().isAutomatic(),
                "chooses its buckets for " + lsh.buckets().maxPositions() + " positions, whatever the length");
        requireKnown(
                lsh.dropout() == config.local().dropout(),
                "drops attention weights by " + lsh.dropout() + " in LSH layers and by "
                        + config.local().dropout() + " in local ones");
    }

    private static void requireKnown(boolean known, String what) {
        require(known, "the model %s, which layers of Deeplearning4j do not; use it as a LanguageModel", what);
    }
}
