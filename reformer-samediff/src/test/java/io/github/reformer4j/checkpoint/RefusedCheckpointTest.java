package io.github.reformer4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.SequenceClassifier;
import io.github.reformer4j.model.TokenClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is no checkpoint of ours, or not a whole one, gets a sentence that names the file. */
class RefusedCheckpointTest {

    private static final String ABSENT = "absent";
    private static final String BIAS = "lm_head.bias";

    @TempDir
    private Path temporary;

    private final LanguageModel model = SavedModel.model(DataType.FLOAT, 2);
    private final Map<String, INDArray> tensors =
            new LinkedHashMap<>(model.weights().all());
    private Path file = Path.of("");

    @BeforeEach
    void choose() {
        file = temporary.resolve("model.safetensors");
    }

    @AfterEach
    void free() {
        model.close();
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "reformer4j-checkpoint");
        metadata.put("version", "1");
        metadata.put("config", SavedModel.CONFIG.toJson());
        metadata.put("tokenizer", SavedModel.TOKENIZER.toJson());
        metadata.put("provenance", ProvenanceJson.write(SavedModel.PROVENANCE));
        return metadata;
    }

    private void assertRefused(Map<String, String> metadata, String sentence) {
        SafeTensors.write(file, tensors, metadata, Precision.AS_IS);
        assertThatThrownBy(() -> Checkpoint.load(file, LanguageModel::parametersOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    static Stream<Arguments> wrongMetadata() {
        String config = SavedModel.CONFIG.toJson();
        String provenance = ProvenanceJson.write(SavedModel.PROVENANCE);
        return Stream.of(
                arguments("format", ABSENT, "models of other libraries must be imported first"),
                arguments("format", "pt", "is a safetensors file, but no checkpoint of ours"),
                arguments("version", ABSENT, "has version none of the checkpoint format, this release reads version 1"),
                arguments("version", "2", "has version 2 of the checkpoint format, this release reads version 1"),
                arguments("version", "1.0", "use the release that wrote it"),
                arguments("config", ABSENT, "lacks its config; it was not written by this library"),
                arguments("config", "", "the config in "),
                arguments("config", "{\"model_type\": \"reformer\"}", "must be a JSON object with \"format\""),
                arguments("config", config.replace("\"heads\" : 2", "\"heads\" : 0"), "heads must be positive"),
                arguments("tokenizer", ABSENT, "lacks its tokenizer"),
                arguments("tokenizer", "[]", "a tokenizer's JSON form must be an object, got []"),
                arguments(
                        "tokenizer",
                        "{\"type\": \"bpe\"}",
                        "a tokenizer's type must be one of [bytes, pixels], got 'bpe'"),
                arguments("tokenizer", "{\"type\": \"bytes\"}", "needs a whole number as offset"),
                arguments("provenance", ABSENT, "lacks its provenance"),
                arguments("provenance", "{", "the provenance in "),
                arguments("provenance", "null", "needs a text as libraryVersion, got none"),
                arguments("provenance", provenance.replace("\"0.1.0\"", "1"), "needs a text as libraryVersion, got 1"),
                arguments(
                        "provenance",
                        provenance.replace("-9223372036854775808", "1.5"),
                        "whole number as seed, got 1.5"),
                arguments(
                        "provenance",
                        provenance.replace("1099511627776", "99999999999999999999"),
                        "needs a whole number as steps, got 99999999999999999999"),
                arguments("provenance", provenance.replace("dataHash", "hash"), "needs a text as dataHash, got none"));
    }

    @ParameterizedTest
    @MethodSource("wrongMetadata")
    void metadataThatIsNotOursIsRefused(String key, String value, String sentence) {
        Map<String, String> metadata = metadata();
        if (value.equals(ABSENT)) {
            metadata.remove(key);
        } else {
            metadata.put(key, value);
        }

        assertRefused(metadata, sentence);
    }

    @Test
    void aMissingTensorIsNamed() {
        tensors.remove(BIAS);

        assertRefused(
                metadata(), "lacks the tensor lm_head.bias, which its configuration asks for; it may hold another");
    }

    @Test
    void anUnknownTensorIsNamed() {
        try (INDArray surprise = Nd4j.zeros(DataType.FLOAT, 2)) {
            tensors.put("lm_head.surprise", surprise);

            assertRefused(metadata(), "holds the tensor lm_head.surprise, which its configuration does not know");
        }
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() {
        try (INDArray bias = Nd4j.zeros(DataType.FLOAT, 256)) {
            tensors.put(BIAS, bias);

            assertRefused(metadata(), "has shape [256], its configuration asks for [257]");
        }
    }

    @Test
    void tensorsOfDifferentTypesAreRefused() {
        try (INDArray bias = Nd4j.zeros(DataType.DOUBLE, 257)) {
            tensors.put(BIAS, bias);

            assertRefused(metadata(), "have different types, [FLOAT, DOUBLE]");
        }
    }

    static Stream<Arguments> otherConfigurations() {
        ReformerConfig config = SavedModel.CONFIG;
        String json = config.toJson();
        return Stream.of(
                arguments(json.replace("\"feedForwardSize\" : 8", "\"feedForwardSize\" : 16"), "has shape [6, 8]"),
                arguments(json.replace("\"vocabularySize\" : 257", "\"vocabularySize\" : 258"), "has shape [257"),
                arguments(json.replace("[ \"LOCAL\", \"LSH\" ]", "[ \"LOCAL\" ]"), "holds the tensor layers.1."),
                arguments(
                        json.replace("[ \"LOCAL\", \"LSH\" ]", "[ \"LOCAL\", \"LSH\", \"LSH\" ]"),
                        "lacks the tensor layers.2."),
                arguments(
                        json.replace("[ \"LOCAL\", \"LSH\" ]", "[ \"LSH\", \"LOCAL\" ]"),
                        "lacks the tensor layers.0.attention.self_attention.query_key.weight"));
    }

    @ParameterizedTest
    @MethodSource("otherConfigurations")
    void tensorsOfAnotherConfigurationAreRefused(String config, String sentence) {
        Map<String, String> metadata = metadata();
        metadata.put("config", config);

        assertRefused(metadata, sentence);
    }

    @Test
    void anotherKindOfModelIsRefused() {
        SavedModel.of(model.weights()).save(file, Precision.SINGLE);

        assertThatThrownBy(() -> Checkpoint.load(file, SequenceClassifier::parametersOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it may hold another kind of model");
        assertThatThrownBy(() -> Checkpoint.load(file, TokenClassifier::parametersOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it may hold another kind of model");
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("folder"));

        assertThatThrownBy(() -> Checkpoint.load(folder, LanguageModel::parametersOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the folder %s holds no model.safetensors; it is no checkpoint of ours, or was not written to its "
                                + "end",
                        folder);
        assertThatThrownBy(() -> Checkpoint.load(folder.resolve("none"), LanguageModel::parametersOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no checkpoint at " + folder.resolve("none") + "; check the path");
    }
}
