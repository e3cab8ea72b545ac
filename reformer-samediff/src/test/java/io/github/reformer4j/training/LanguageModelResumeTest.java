package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The law of resuming with a real model: hashing, dropout everywhere, reversible layers. */
class LanguageModelResumeTest {

    static ReformerConfig config(MemoryMode memory) {
        return new ReformerConfig(
                BigramModel.VOCABULARY,
                8,
                2,
                4,
                List.of(AttentionKind.LSH, AttentionKind.LOCAL),
                16,
                Activation.GELU,
                0,
                0,
                new ReformerConfig.Lsh(Buckets.of(4), 2, 4, 1, 0, 0.1, false, false),
                new ReformerConfig.Local(4, 1, 0, 0.1),
                ReformerConfig.Positions.axial(List.of(4, 4), List.of(4, 4)),
                16,
                true,
                Semantics.REFERENCE,
                0.1,
                1e-12,
                0.02,
                0,
                memory,
                2);
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void killedAndResumedIsAsIfNeverKilled(MemoryMode memory, @TempDir Path temporary) {
        TrainerConfig whole = new TrainerConfig(
                2,
                16,
                2,
                OptimizerConfig.DecoupledAdam.DEFAULT,
                new Schedule.WarmupRsqrt(0.01, 4),
                1.0,
                7,
                8,
                0.0,
                4,
                2,
                3);
        TreeMap<Long, Double> expected = new TreeMap<>();
        TreeMap<Long, Double> actual = new TreeMap<>();
        try (LanguageModel model = LanguageModel.create(config(memory), DataType.FLOAT, 7)) {
            Training.run(model, whole, temporary.resolve("whole"), killedAfter(99, expected));
        }
        for (long last : new long[] {2, 4, 7, 99}) {
            try (LanguageModel model = LanguageModel.create(config(memory), DataType.FLOAT, 7)) {
                Training.run(model, whole, temporary.resolve("torn"), killedAfter(last, actual));
            } catch (Training.Killed killed) {
                assertThat(last).isLessThan(99);
            }
        }
        assertThat(actual).isEqualTo(expected).hasSize(8);
    }

    private static TrainingListener killedAfter(long last, Map<Long, Double> losses) {
        return new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                losses.put(progress.step(), progress.lossBits());
                if (progress.step() == last) {
                    throw new Training.Killed();
                }
            }
        };
    }
}
