package io.github.reformer4j.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private final ReformerConfig base = NamedConfigurations.byName("tiny");

    @Test
    void sharedAndSeparateQueriesDifferInExactAttentionAlone() {
        assertThat(configurations(Question.SHARED_QK))
                .extracting(ReformerConfig::attentionLayers)
                .containsExactly(
                        List.of(AttentionKind.LOCAL, AttentionKind.FULL_SHARED),
                        List.of(AttentionKind.LOCAL, AttentionKind.FULL));
    }

    @Test
    void anOrdinaryNetworkHasTheSameParametersButForItsHead() {
        List<Long> sizes = Question.REVERSIBLE.variants(base, Question.REVERSIBLE.usual()).stream()
                .map(variant -> {
                    try (ReformerModel model = variant.create().apply(1L)) {
                        return model.parameters().stream()
                                .mapToLong(spec -> spec.length())
                                .sum();
                    }
                })
                .toList();
        long halfOfNormAndHead = 2L * base.hiddenSize() + (long) base.hiddenSize() * base.vocabularySize();

        assertThat(sizes.get(0) - sizes.get(1)).isEqualTo(halfOfNormAndHead);
    }

    @Test
    void roundsAreThoseAskedFor() {
        assertThat(Question.ROUNDS.variants(base, List.of("1", "8", "exact")))
                .extracting(Question.Variant::name)
                .containsExactly("rounds-1", "rounds-8", "exact");
        assertThat(configurations(Question.ROUNDS))
                .extracting(config -> config.lsh().rounds())
                .startsWith(1, 2, 4, 8);
        assertThat(configurations(Question.ROUNDS).get(4).attentionLayers()).contains(AttentionKind.FULL_SHARED);
    }

    @Test
    void aDepthRepeatsTheLayersOfTheBase() {
        assertThat(configurations(Question.DEPTH))
                .extracting(ReformerConfig::attentionLayers)
                .startsWith(
                        List.of(AttentionKind.LOCAL),
                        base.attentionLayers(),
                        List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL, AttentionKind.LSH));
    }

    private List<ReformerConfig> configurations(Question question) {
        return question.variants(base, question.usual()).stream()
                .map(variant -> {
                    try (ReformerModel model = variant.create().apply(1L)) {
                        return model.config();
                    }
                })
                .toList();
    }

    @Test
    void valuesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Question.SHARED_QK.variants(base, List.of("both")))
                .hasMessage("--values of this comparison are [shared, separate], got 'both'");
        assertThatThrownBy(() -> Question.DEPTH.variants(base, List.of("0")))
                .hasMessage("a depth is a number of layers below 1000, got '0'");
        assertThatThrownBy(() -> Question.ROUNDS.variants(base, List.of("none")))
                .hasMessage("rounds are 'exact' or a number from 1 to 9999, got 'none'");
    }
}
