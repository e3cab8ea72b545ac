package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recorder in a whole model: every LSH layer once an evaluation, in every memory mode, and no bit changes. */
class RecordedModelTest {

    private static final int[][] IDS = {{1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 2, 2, 3, 3, 4, 4}};

    private static LanguageModel model(MemoryMode memory) {
        ReformerConfig config = TinyConfig.of(true)
                .withAttentionLayers(List.of(AttentionKind.LSH, AttentionKind.LOCAL, AttentionKind.LSH))
                .withMemory(memory);
        return LanguageModel.create(config, DataType.DOUBLE, 1);
    }

    private static List<double[]> trainingStep(LanguageModel model, @Nullable AttentionRecorder recorder) {
        try (Gradients gradients = Gradients.of(model.weights())) {
            Step step = Step.training(2).withRecorder(recorder);
            double loss = model.lossAndGradients(Batch.causal(IDS), step, 1.0, gradients)
                    .bits();
            List<double[]> numbers = new ArrayList<>(List.of(new double[] {loss}));
            gradients.all().values().forEach(sum -> numbers.add(sum.data().asDouble()));
            return numbers;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrainingStepWritesDownEveryLshLayerOnceAndChangesNoBit(MemoryMode memory) {
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        try (LanguageModel model = model(memory)) {
            List<double[]> without = trainingStep(model, null);
            List<double[]> with = trainingStep(model, recorder);
            for (int i = 0; i < without.size(); i++) {
                assertThat(with.get(i)).containsExactly(without.get(i));
            }
        }
        assertThat(recorder.entries())
                .extracting(RecordedAttention::path)
                .containsExactly("layers.0.attention.self_attention", "layers.2.attention.self_attention");
    }

    @Test
    void anEvaluationIsRecordedAsOftenAsItIsMade() {
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        Step step = Step.inference(3).withRecorder(recorder);
        try (LanguageModel model = model(MemoryMode.REVERSIBLE);
                INDArray first = model.logits(IDS, null, step);
                INDArray second = model.logits(IDS, null, step);
                INDArray plain = model.logits(IDS, null, Step.inference(3))) {
            assertThat(second.data().asDouble()).containsExactly(first.data().asDouble());
            assertThat(plain.data().asDouble()).containsExactly(first.data().asDouble());
        }
        List<RecordedAttention> entries = recorder.entries();
        assertThat(entries).hasSize(4);
        assertThat(entries.get(2).buckets(0, 1, 1)).isEqualTo(entries.get(0).buckets(0, 1, 1));
        assertThat(entries.get(2).vectors(0, 1)).isDeepEqualTo(entries.get(0).vectors(0, 1));
    }
}
