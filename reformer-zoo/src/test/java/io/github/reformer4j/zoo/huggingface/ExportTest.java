package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.model.TokenClassifier;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is written for transformers, read again, and what it has no form for. */
class ExportTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgainBitForBit(Task task) throws Exception {
        ReformerConfig config = config(task);
        try (ReformerModel model = fresh(task, config)) {
            HuggingFace.save(model, folder);
            assertThat(HuggingFace.task(folder)).isEqualTo(task);
            try (ReformerModel read = HuggingFace.model(folder, task, DataType.FLOAT)) {
                assertThat(read.config()).isEqualTo(config);
                for (String name : model.weights().all().keySet()) {
                    INDArray expected = model.weights().get(name);
                    assertThat(read.weights().get(name).data().asFloat())
                            .as(name)
                            .isEqualTo(expected.data().asFloat());
                }
            }
        }
    }

    private ReformerConfig config(Task task) {
        WrittenConfig written = WrittenConfig.small()
                .without("architectures")
                .with("is_decoder", String.valueOf(task == Task.LANGUAGE_MODEL))
                .with("num_buckets", task == Task.LANGUAGE_MODEL ? "null" : "[2, 4]")
                .with("axial_pos_embds", String.valueOf(task != Task.QUESTION_ANSWERING));
        if (task == Task.SEQUENCE_CLASSIFICATION) {
            written.with("num_labels", "5");
        }
        return HuggingFace.config(written.in(folder), task);
    }

    private static ReformerModel fresh(Task task, ReformerConfig config) {
        return task.model(config, Weights.create(task.parameters(config), DataType.FLOAT, 1));
    }

    @Test
    void numbersOf16BitsAreRead() {
        ReformerConfig config = config(Task.LANGUAGE_MODEL);
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            HuggingFace.save(model, folder, Precision.HALF);
        }
        try (LanguageModel read = HuggingFace.languageModel(folder, DataType.FLOAT)) {
            assertThat(read.weights().get("layer_norm.weight").getFloat(0)).isEqualTo(1.0f);
        }
    }

    @Test
    void theTokenizerComesAlong() throws Exception {
        ReformerConfig config = tiny();
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            HuggingFace.save(model, new ByteTokenizer(2), folder);
        }
        try (HuggingFaceModel read = HuggingFace.load(folder, DataType.FLOAT)) {
            assertThat(read.task()).isEqualTo(Task.LANGUAGE_MODEL);
            assertThat(read.tokenizer()).contains(new ByteTokenizer(2));
        }
    }

    @Test
    void aTokenizerOfAnotherModelIsRefusedBeforeAnythingIsWritten() throws IOException {
        try (LanguageModel model = LanguageModel.create(tiny(), DataType.FLOAT, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HuggingFace.save(model, ByteTokenizer.PLAIN, folder))
                    .withMessage("the tokenizer has 256 ids, but the model has 258; they belong to different models");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aModelOfAnotherKindIsRefused() {
        try (TokenClassifier model = TokenClassifier.create(tiny(), DataType.FLOAT, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HuggingFace.save(model, folder))
                    .withMessageStartingWith("transformers has no Reformer like a TokenClassifier; it has [Reformer");
        }
    }

    private static ReformerConfig tiny() {
        return NamedConfigurations.byName("tiny").withSemantics(Semantics.REFERENCE);
    }

    @Test
    void whatTransformersHasNoFormForIsRefused() {
        refused(tiny().withSemantics(Semantics.PAPER), "computes by the semantics REFERENCE, the model has PAPER");
        refused(
                tiny().withAttentionLayers(List.of(AttentionKind.LSH, AttentionKind.FULL_SHARED)),
                "has LSH and LOCAL layers, the model has [FULL_SHARED] too");
        refused(with(tiny(), "\"withinBucket\" : false", "\"withinBucket\" : true"), "has no withinBucket (true)");
        refused(
                with(tiny(), "\"kind\" : \"AXIAL\"", "\"kind\" : \"SINUSOIDAL\"")
                        .withRounds(1),
                "has AXIAL or LEARNED positions, the model has " + PositionKind.SINUSOIDAL);
        refused(with(tiny(), "\"chunksAfter\" : 0", "\"chunksAfter\" : 1"), "looks at no chunk ahead");
        refused(
                with(tiny().withBuckets(Buckets.automatic(0)), "\"chunkLength\" : 32", "\"chunkLength\" : 2"),
                "the automatic number of buckets would differ there for 4096 positions in chunks of 2");
    }

    private static ReformerConfig with(ReformerConfig config, String now, String then) {
        String json = config.toJson();
        assertThat(json).contains(now);
        String changed = json.replace(now, then);
        if (then.contains("SINUSOIDAL")) {
            changed = changed.replaceAll("(\"axial\\w+\" : )\\[[^]]*]", "$1[]");
        }
        return ReformerConfig.fromJson(changed);
    }

    private void refused(ReformerConfig config, String sentence) {
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HuggingFace.save(model, folder))
                    .withMessageContaining(sentence);
            assertThat(Files.exists(folder.resolve("config.json"))).isFalse();
        }
    }
}
