package io.github.reformer4j.examples.imports;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.huggingface.HuggingFace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** Models with the layout of the published enwik8 checkpoint and random numbers. */
enum ImportedLayout {
    /** 12 layers of depth 1,024: 149,182,722 parameters. */
    FULL(1024, 8, 128, 12, 4096, 128, 512),
    /** 4 layers of depth 64, for a try. */
    QUICK(64, 2, 32, 4, 128, 32, 32);

    private static final int VOCABULARY = 258;
    private static final List<AttentionKind> PATTERN =
            List.of(AttentionKind.LOCAL, AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL);

    private final int depth;
    private final int heads;
    private final int headSize;
    private final int layers;
    private final int feedForward;
    private final int positionRows;
    private final int positionColumns;

    ImportedLayout(
            int depth, int heads, int headSize, int layers, int feedForward, int positionRows, int positionColumns) {
        this.depth = depth;
        this.heads = heads;
        this.headSize = headSize;
        this.layers = layers;
        this.feedForward = feedForward;
        this.positionRows = positionRows;
        this.positionColumns = positionColumns;
    }

    ReformerConfig config() {
        return new ReformerConfig(
                VOCABULARY,
                depth,
                heads,
                headSize,
                IntStream.range(0, layers)
                        .mapToObj(i -> PATTERN.get(i % PATTERN.size()))
                        .toList(),
                feedForward,
                Activation.RELU,
                0,
                0,
                new Lsh(Buckets.of(512), 4, 256, 1, 0, 0.1, false, false),
                new Local(128, 1, 0, 0.2),
                Positions.axial(List.of(positionRows, positionColumns), List.of(depth / 4, depth - depth / 4)),
                positionRows * positionColumns,
                true,
                Semantics.REFERENCE,
                0.2,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /** Writes a model as safetensors into a folder; returns the number of its parameters. */
    long write(Path folder) {
        try (LanguageModel model = LanguageModel.create(config(), DataType.FLOAT, 1)) {
            HuggingFace.save(model, folder);
            return ParameterSpec.total(model.parameters());
        }
    }
}
