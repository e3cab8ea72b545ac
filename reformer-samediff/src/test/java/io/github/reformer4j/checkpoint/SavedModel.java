package io.github.reformer4j.checkpoint;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small model to save, with all that stands beside its weights. */
final class SavedModel {

    static final ReformerConfig CONFIG = new ReformerConfig(
            257,
            6,
            2,
            3,
            List.of(AttentionKind.LOCAL, AttentionKind.LSH),
            8,
            Activation.GELU,
            0,
            0,
            new ReformerConfig.Lsh(Buckets.of(4), 2, 4, 1, 0, 0.1, false, false),
            new ReformerConfig.Local(4, 1, 0, 0.1),
            Positions.axial(List.of(4, 4), List.of(2, 4)),
            16,
            true,
            Semantics.PAPER,
            0.1,
            1e-6,
            0.02,
            0,
            MemoryMode.REVERSIBLE,
            2);

    static final ByteTokenizer TOKENIZER = new ByteTokenizer(1);

    static final Provenance PROVENANCE =
            new Provenance("0.1.0", Long.MIN_VALUE, 1L << 40, "a1b2", "./reformer train --text \"zwei Wörter\"");

    private SavedModel() {}

    static LanguageModel model(DataType type, long seed) {
        return LanguageModel.create(CONFIG, type, seed);
    }

    static Checkpoint of(Weights weights) {
        return new Checkpoint(CONFIG, TOKENIZER, PROVENANCE, weights);
    }

    static double[] values(INDArray array) {
        try (INDArray copy = array.dup('c')) {
            return copy.data().asDouble();
        }
    }
}
