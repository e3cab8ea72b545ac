package io.github.reformer4j.generation;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.GradientCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small causal models whose chunks hold 4 positions. */
final class DecodedConfig {

    static final int VOCABULARY = 11;
    static final int CHUNK = 4;
    static final int ROUNDS = 2;
    static final int HEADS = 2;

    private DecodedConfig() {}

    static ReformerConfig of(List<AttentionKind> layers, Semantics semantics) {
        return new ReformerConfig(
                VOCABULARY,
                6,
                HEADS,
                3,
                layers,
                8,
                Activation.GELU,
                5,
                3,
                new ReformerConfig.Lsh(Buckets.of(8), ROUNDS, CHUNK, 1, 0, 0.0, false, false),
                new ReformerConfig.Local(CHUNK, 1, 0, 0.0),
                Positions.of(PositionKind.SINUSOIDAL),
                512,
                true,
                semantics,
                0.0,
                1e-6,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /** A model whose weights are not small, of this type. */
    static LanguageModel model(ReformerConfig config, DataType type, long seed) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        GradientCheck.weights(LanguageModel.parametersOf(config), seed)
                .all()
                .forEach((name, array) -> arrays.put(name, array.castTo(type)));
        return new LanguageModel(config, Weights.of(arrays));
    }

    /** Token ids without a pattern. */
    static int[] ids(int length, int seed) {
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (7 * i * i + 3 * i + 5 * seed) % VOCABULARY;
        }
        return ids;
    }
}
