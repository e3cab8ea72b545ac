package io.github.reformer4j.model;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;

/** A configuration with everything in it and nothing in it large. */
final class TinyConfig {

    static final int VOCABULARY = 9;

    private TinyConfig() {}

    static Positions axial() {
        return Positions.axial(List.of(4, 4), List.of(2, 4));
    }

    static ReformerConfig of(boolean causal, Semantics semantics, Positions positions, double dropout) {
        return new ReformerConfig(
                VOCABULARY,
                6,
                2,
                3,
                List.of(AttentionKind.LOCAL, AttentionKind.LSH),
                8,
                Activation.GELU,
                5,
                3,
                new ReformerConfig.Lsh(Buckets.of(4), 2, 4, 1, causal ? 0 : 1, dropout, false, false),
                new ReformerConfig.Local(4, 1, causal ? 0 : 1, dropout),
                positions,
                16,
                causal,
                semantics,
                dropout,
                1e-6,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                3);
    }

    /** Causal or not, along axes, with dropout, by the paper. */
    static ReformerConfig of(boolean causal) {
        return of(causal, Semantics.PAPER, axial(), 0.2);
    }

    static ReformerConfig with(PositionKind kind) {
        return of(true, Semantics.PAPER, Positions.of(kind), 0.2);
    }
}
