package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A causal language model whose batch says what follows each sequence. */
class FollowedLabelsTest {

    private static final int[] IDS = {3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 7, 8, 2};

    private static LanguageModel model(long seed) {
        return LanguageModel.create(
                TinyConfig.of(true).withAttentionLayers(List.of(AttentionKind.LOCAL, AttentionKind.FULL)),
                DataType.DOUBLE,
                seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theLastPositionPredictsWhatFollows(long seed) {
        int[][] shorter = {Arrays.copyOf(IDS, IDS.length - 1)};
        try (LanguageModel model = model(seed)) {
            Step step = Step.inference(seed);
            Loss followed = model.loss(new Batch(shorter, new int[][] {IDS}, null), step);
            Loss whole = model.loss(Batch.causal(new int[][] {IDS}), step);

            assertThat(followed.count()).isEqualTo(12).isEqualTo(whole.count());
            assertThat(followed.sum()).isCloseTo(whole.sum(), within(1e-10));
        }
    }

    @Test
    void twoMoreAreTooMany() {
        int[][] shorter = {Arrays.copyOf(IDS, IDS.length - 2)};
        try (LanguageModel model = model(1)) {
            assertThatThrownBy(() -> model.loss(new Batch(shorter, new int[][] {IDS}, null), Step.inference(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("this model takes 11 labels a sequence, got 13 in row 0");
        }
    }
}
