package io.github.reformer4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedConfigurationsTest {

    static List<String> names() {
        return NamedConfigurations.names();
    }

    @Test
    void theNamesAreSorted() {
        assertThat(names())
                .containsExactly(
                        "compact",
                        "copy-task",
                        "emoji-32",
                        "enwik8-64k",
                        "imagenet64",
                        "medium",
                        "mini",
                        "shapes-16",
                        "small",
                        "tiny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mini", "enwik8"})
    void anUnknownNameGetsTheListOfNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedConfigurations.byName(name))
                .withMessage("there is no configuration '%s'; there are %s", name, names());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyConfigurationIsThatOfACausalModelThatKeepsNoActivations(String name) {
        ReformerConfig config = NamedConfigurations.byName(name);

        assertThat(config.causal()).isTrue();
        assertThat(config.memory()).isEqualTo(MemoryMode.REVERSIBLE);
        assertThat(ReformerConfig.fromJson(config.toJson())).isEqualTo(config);
        assertThat(config).isEqualTo(NamedConfigurations.byName(name));
    }

    @Test
    void enwik8IsThatOfTrax() {
        ReformerConfig config = NamedConfigurations.byName("enwik8-64k");
        AttentionKind local = AttentionKind.LOCAL;
        AttentionKind lsh = AttentionKind.LSH;

        assertThat(config.attentionLayers())
                .containsExactly(local, local, lsh, local, local, local, lsh, local, local, local, lsh, local);
        assertSizes(config, 258, 1024, 8, 128, 4096);
        assertThat(config.lsh()).isEqualTo(new Lsh(Buckets.of(512), 2, 256, 1, 0, 0.2, false, false));
        assertThat(config.local()).isEqualTo(new Local(128, 1, 0, 0.2));
        assertThat(config.positions()).isEqualTo(Positions.axial(List.of(128, 512), List.of(256, 768)));
        assertThat(config.maxPositions()).isEqualTo(65_536);
        assertThat(config.activation()).isEqualTo(Activation.RELU);
        assertThat(config.hiddenDropout()).isEqualTo(0.2);
    }

    @Test
    void enwik8HasAsManyParametersAsThePublishedModel() {
        ReformerConfig config = NamedConfigurations.byName("enwik8-64k");

        assertThat(LanguageModel.parametersOf(config).stream()
                        .mapToLong(ParameterSpec::length)
                        .sum())
                .isEqualTo(149_182_722);
    }

    @Test
    void imagenet64IsThatOfTrax() {
        ReformerConfig config = NamedConfigurations.byName("imagenet64");

        assertThat(config.attentionLayers()).isEqualTo(Collections.nCopies(6, AttentionKind.LSH));
        assertSizes(config, 256, 1024, 8, 64, 4096);
        assertThat(config.lsh()).isEqualTo(new Lsh(Buckets.of(192), 2, 128, 1, 0, 0.2, false, false));
        assertThat(config.positions()).isEqualTo(Positions.axial(List.of(64, 64, 3), List.of(384, 384, 256)));
        assertThat(config.maxPositions()).isEqualTo(12_288);
        assertThat(config.activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(config.hiddenDropout()).isZero();
    }

    @Test
    void theCopyTaskIsThatOfTrax() {
        ReformerConfig config = NamedConfigurations.byName("copy-task");

        assertThat(config.attentionLayers()).isEqualTo(Collections.nCopies(3, AttentionKind.LSH));
        assertSizes(config, 13, 256, 4, 64, 512);
        assertThat(config.lsh()).isEqualTo(new Lsh(Buckets.of(32, 32), 2, 16, 1, 0, 0.0, false, false));
        assertThat(config.positions()).isEqualTo(Positions.of(PositionKind.LEARNED));
        assertThat(config.maxPositions()).isEqualTo(1024);
        assertThat(config.activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(config.hiddenDropout()).isEqualTo(0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "mini", "compact", "small", "medium"})
    void theSmallOnesReadBytesAndHashAmongOtherLayers(String name) {
        ReformerConfig config = NamedConfigurations.byName(name);

        assertThat(config.vocabularySize()).isEqualTo(258);
        assertThat(config.attentionLayers()).contains(AttentionKind.LOCAL, AttentionKind.LSH);
        assertThat(config.heads() * config.headSize()).isEqualTo(config.hiddenSize());
        assertThat(config.maxPositions())
                .isEqualTo(config.positions().axialShape().stream().reduce(1, Math::multiplyExact));
    }

    private static void assertSizes(
            ReformerConfig config, int vocabulary, int hidden, int heads, int headSize, int feedForward) {
        assertThat(List.of(
                        config.vocabularySize(),
                        config.hiddenSize(),
                        config.heads(),
                        config.headSize(),
                        config.feedForwardSize()))
                .containsExactly(vocabulary, hidden, heads, headSize, feedForward);
    }
}
