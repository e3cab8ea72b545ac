package io.github.reformer4j.zoo.trax;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.nio.file.Path;
import java.util.List;

/** The models that {@code write_trax_files.py} writes. */
public final class TraxConfigs {

    private TraxConfigs() {}

    /** A file among the test resources. */
    public static Path path(String name) {
        return Path.of("src/test/resources/trax").resolve(name);
    }

    public static ReformerConfig text() {
        return config(
                13,
                16,
                2,
                6,
                List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL),
                24,
                Activation.RELU,
                Positions.axial(List.of(4, 4), List.of(4, 12)),
                16);
    }

    public static ReformerConfig imagenet() {
        return config(
                11,
                16,
                2,
                8,
                List.of(AttentionKind.LSH, AttentionKind.LSH),
                24,
                Activation.GELU_TANH,
                Positions.axial(List.of(2, 2, 3), List.of(6, 6, 4)),
                12);
    }

    /** As small as a model can be, for damaged files. */
    public static ReformerConfig small() {
        return config(
                3,
                2,
                1,
                2,
                List.of(AttentionKind.LSH),
                2,
                Activation.RELU,
                Positions.axial(List.of(2, 2), List.of(1, 1)),
                4);
    }

    private static ReformerConfig config(
            int vocabulary,
            int hidden,
            int heads,
            int headSize,
            List<AttentionKind> layers,
            int feedForward,
            Activation activation,
            Positions positions,
            int length) {
        return new ReformerConfig(
                vocabulary,
                hidden,
                heads,
                headSize,
                layers,
                feedForward,
                activation,
                0,
                0,
                new Lsh(Buckets.of(4), 2, length, 1, 0, 0.0, false, false),
                new Local(8, 1, 0, 0.0),
                positions,
                length,
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }
}
