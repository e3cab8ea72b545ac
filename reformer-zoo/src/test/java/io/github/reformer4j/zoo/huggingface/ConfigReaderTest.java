package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@code config.json} becomes, and which are refused. */
class ConfigReaderTest {

    @TempDir
    private Path folder;

    @Test
    void everyKeyOfAWrittenModelHasItsPlace() {
        ReformerConfig config = HuggingFace.config(CheckpointCases.resource("checkpoint_1"), Task.LANGUAGE_MODEL);

        assertThat(config)
                .isEqualTo(new ReformerConfig(
                        66,
                        32,
                        2,
                        16,
                        List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL, AttentionKind.LSH),
                        64,
                        Activation.RELU,
                        0,
                        0,
                        new Lsh(Buckets.of(4, 4), 2, 16, 1, 0, 0.0, false, false),
                        new Local(16, 1, 0, 0.05),
                        Positions.axial(List.of(8, 16), List.of(12, 20)),
                        128,
                        true,
                        Semantics.REFERENCE,
                        0.05,
                        1e-12,
                        0.02,
                        0,
                        MemoryMode.REVERSIBLE,
                        2));
    }

    @Test
    void whatVersion5WroteSaysTheSame() {
        Path written = CheckpointCases.resource("checkpoint_1");

        assertThat(HuggingFace.config(written.resolve("transformers_5"), Task.LANGUAGE_MODEL))
                .isEqualTo(HuggingFace.config(written, Task.LANGUAGE_MODEL));
    }

    @Test
    void missingKeysHaveTheDefaultsOfTransformers() {
        ReformerConfig config = HuggingFace.config(
                WrittenConfig.of("{\"model_type\": \"reformer\", \"is_decoder\": true}")
                        .in(folder),
                Task.LANGUAGE_MODEL);

        assertThat(config.vocabularySize()).isEqualTo(320);
        assertThat(config.hiddenSize()).isEqualTo(256);
        assertThat(config.heads()).isEqualTo(12);
        assertThat(config.headSize()).isEqualTo(64);
        assertThat(config.attentionLayers()).hasSize(6).startsWith(AttentionKind.LOCAL, AttentionKind.LSH);
        assertThat(config.lsh()).isEqualTo(new Lsh(Buckets.automatic(4096), 1, 64, 1, 0, 0.0, false, false));
        assertThat(config.local()).isEqualTo(new Local(64, 1, 0, 0.05));
        assertThat(config.positions()).isEqualTo(Positions.axial(List.of(64, 64), List.of(64, 192)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null | ", "8 | 8", "[4, 6] | 4 6"})
    void bucketsAreChosenByTheLengthOrANumberOrFactors(String value, String factors) {
        ReformerConfig config = HuggingFace.config(
                WrittenConfig.small().with("num_buckets", value).in(folder), Task.LANGUAGE_MODEL);

        assertThat(config.lsh().buckets())
                .isEqualTo(
                        factors == null
                                ? Buckets.automatic(64)
                                : Buckets.of(List.of(factors.split(" ")).stream()
                                        .mapToInt(Integer::parseInt)
                                        .toArray()));
    }

    @Test
    void withoutAxesEveryPositionHasAVector() {
        ReformerConfig config = HuggingFace.config(
                WrittenConfig.small().with("axial_pos_embds", "false").in(folder), Task.LANGUAGE_MODEL);

        assertThat(config.positions()).isEqualTo(Positions.of(PositionKind.LEARNED));
        assertThat(config.maxPositions()).isEqualTo(64);
    }

    @Test
    void theLongestSequenceIsTheLesserOfWhatBothKeysAllow() {
        ReformerConfig config = HuggingFace.config(
                WrittenConfig.small().with("max_position_embeddings", "4096").in(folder), Task.LANGUAGE_MODEL);

        assertThat(config.maxPositions()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"relu, RELU", "gelu, GELU", "gelu_new, GELU_TANH", "gelu_pytorch_tanh, GELU_TANH"})
    void activationsAreKnownByTheirNames(String name, Activation expected) {
        ReformerConfig config = HuggingFace.config(
                WrittenConfig.small().with("hidden_act", "\"" + name + "\"").in(folder), Task.LANGUAGE_MODEL);

        assertThat(config.activation()).isEqualTo(expected);
    }

    @Test
    void unknownKeysAreListed() {
        WrittenConfig.small().with("rope_theta", "1").with("auto_map", "{}").in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.config(folder, Task.LANGUAGE_MODEL))
                .withMessage(
                        "%s/config.json has keys that a Reformer of transformers does not have: auto_map, rope_theta; "
                                + "remove them if they do not change what the model computes",
                        folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type | \"bert\" | has model_type 'bert'; only 'reformer' is read",
                "hash_seed | 3 | hash_seed of",
                "tie_word_embeddings | true | set it to false",
                "is_encoder_decoder | true | an encoder and a decoder",
                "add_cross_attention | true | attend to a second sequence",
                "sinusoidal_pos_embds | true | has no such positions",
                "pruned_heads | {\"0\": [1]} | takes heads out of some layers",
                "is_decoder | false | sees only what stands before",
                "architectures | [\"ReformerForMaskedLM\"] | describes [ReformerForMaskedLM], asked for was",
                "num_hidden_layers | 3 | is 3, but attn_layers names 2 layers; make them agree",
                "hidden_act | \"silu\" | hidden_act must be one of",
                "attn_layers | [\"local\", \"full\"] | attn_layers may hold 'lsh' and 'local', got 'full'",
                "attn_layers | [] | must name at least one layer",
                "num_buckets | 5 | must be positive and even",
                "num_buckets | \"many\" | num_buckets of",
                "hidden_size | 1.5 | hidden_size of",
                "hidden_size | 17 | must add up to hiddenSize 17",
                "num_labels | -1 | labels must be positive",
                "pad_token_id | 40 | padToken must be an id of the vocabulary",
                "vocab_size | 99999999999 | must be a whole number",
                "layer_norm_eps | \"small\" | must be a number"
            })
    void whatWeCannotFollowGetsASentence(String key, String value, String sentence) {
        WrittenConfig.small().with(key, value).in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.config(folder, Task.LANGUAGE_MODEL))
                .withMessageContaining(folder.resolve("config.json").toString())
                .withMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classifier_dropout | 0.3 | it matters in training only",
                "problem_type | \"regression\" | our loss is that of one class of several",
                "num_labels | 3 | is 3, but id2label names 2 classes; make them agree"
            })
    void aClassifierOfAnotherKindGetsASentence(String key, String value, String sentence) {
        WrittenConfig.small()
                .with("architectures", "[\"ReformerForSequenceClassification\"]")
                .with("id2label", "{\"0\": \"no\", \"1\": \"yes\"}")
                .with(key, value)
                .in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.config(folder, Task.SEQUENCE_CLASSIFICATION))
                .withMessageContaining(sentence);
    }

    @Test
    void classesAreCountedByTheirNames() {
        WrittenConfig.small()
                .with("architectures", "[\"ReformerForSequenceClassification\"]")
                .with("id2label", "{\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}")
                .in(folder);

        assertThat(HuggingFace.config(folder, Task.SEQUENCE_CLASSIFICATION).labels())
                .isEqualTo(3);
        assertThat(HuggingFace.task(folder)).isEqualTo(Task.SEQUENCE_CLASSIFICATION);
    }

    @Test
    void answersHaveABeginAndAnEnd() {
        WrittenConfig.small().without("architectures").with("num_labels", "3").in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.config(folder, Task.QUESTION_ANSWERING))
                .withMessageContaining("has 2 labels, begin and end, got 3");
    }

    @Test
    void aModelWithoutAHeadGetsASentence() {
        WrittenConfig.small().with("architectures", "[\"ReformerModel\"]").in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.task(folder))
                .withMessageContaining("has architectures [ReformerModel]; a model with a head is read, one of");
    }
}
