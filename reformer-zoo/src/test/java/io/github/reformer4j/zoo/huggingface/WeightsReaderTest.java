package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which tensors become weights, and what is said where they do not fit the configuration. */
class WeightsReaderTest {

    private static final String QUERY = "reformer.encoder.layers.0.attention.self_attention.query.weight";
    private static final String BIAS = "lm_head.bias";
    private static final String DECODER_BIAS = "lm_head.decoder.bias";

    @TempDir
    private Path folder;

    private WrittenWeights weights = new WrittenWeights();

    @BeforeEach
    void aSmallModelIsWritten() {
        ReformerConfig config = HuggingFace.config(WrittenConfig.small().in(folder), Task.LANGUAGE_MODEL);
        weights = WrittenWeights.of(config, Task.LANGUAGE_MODEL);
    }

    @Test
    void aSquareWeightIsTransposedLikeAnyOther() {
        weights.in(folder);

        try (LanguageModel model = HuggingFace.languageModel(folder, DataType.FLOAT)) {
            INDArray ours = model.weights().get("layers.0.attention.self_attention.query.weight");
            assertThat(ours.shape()).containsExactly(16, 16);
            assertThat(ours.getFloat(3, 5)).isEqualTo(weights.tensor(QUERY).getFloat(5, 3));
            assertThat(ours.ordering()).isEqualTo('c');
        }
    }

    @Test
    void anAxisOfPositionsLosesTheOtherAxes() {
        weights.in(folder);

        try (LanguageModel model = HuggingFace.languageModel(folder, DataType.DOUBLE)) {
            INDArray ours = model.weights().get("embeddings.position.1.weight");
            INDArray theirs = weights.tensor("reformer.embeddings.position_embeddings.weights.1");
            assertThat(theirs.shape()).containsExactly(1, 8, 10);
            assertThat(ours.shape()).containsExactly(8, 10);
            assertThat(ours.getDouble(7, 2)).isEqualTo(theirs.getFloat(0, 7, 2));
        }
    }

    @Test
    void theBiasOfTheVocabularyMayHaveEitherNameOrBoth() {
        INDArray bias = weights.tensor(BIAS);

        assertThat(bias(weights.in(folder))).isEqualTo(bias);
        assertThat(bias(weights.with(DECODER_BIAS, bias).in(folder))).isEqualTo(bias);
        assertThat(bias(weights.without(BIAS).in(folder))).isEqualTo(bias);
    }

    private static INDArray bias(Path folder) {
        try (LanguageModel model = HuggingFace.languageModel(folder, DataType.FLOAT)) {
            return model.weights().get("lm_head.bias").dup();
        }
    }

    @Test
    void aBiasThatIsThereTwiceMustBeTheSame() {
        weights.with(DECODER_BIAS, weights.tensor(BIAS).add(1.0)).in(folder);

        refused("lm_head.bias and lm_head.decoder.bias of " + folder
                + " are one parameter, but hold different numbers");

        weights.with(DECODER_BIAS, Nd4j.zeros(DataType.FLOAT, 7)).in(folder);

        refused("but have the shapes [40] and [7]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reformer.encoder.layers.0.attention.self_attention.mask_value_float16",
                "reformer.encoder.layers.1.attention.self_attention.self_mask_value_float32",
                "reformer.encoder.layers.1.attention.self_attention.mask_value_float32"
            })
    void maskConstantsAreIgnored(String name) {
        weights.with(name, Nd4j.scalar(DataType.FLOAT, -1e4)).in(folder);

        HuggingFace.languageModel(folder, DataType.FLOAT).close();
    }

    @Test
    void whatIsMissingAndWhatIsLeftOverIsListedTogether() {
        weights.renamed(QUERY, "reformer.encoder.layers.0.attention.self_attention.query_key.weight")
                .without("lm_head.decoder.weight")
                .in(folder);

        refused("missing: " + QUERY + ", lm_head.decoder.weight; left over: "
                + "reformer.encoder.layers.0.attention.self_attention.query_key.weight;");
    }

    @Test
    void anotherKindOfModelIsRecognisedByItsHead() {
        WrittenConfig.small().without("architectures").in(folder);
        weights.in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.sequenceClassifier(folder, DataType.FLOAT))
                .withMessageContaining("missing: classifier.dense.weight, classifier.dense.bias,")
                .withMessageContaining("left over: lm_head.decoder.weight, lm_head.bias;");
    }

    @Test
    void aLongListEndsWithANumber() {
        WrittenConfig.small()
                .with("attn_layers", "[\"local\", \"lsh\", \"local\", \"local\", \"local\", \"local\"]")
                .in(folder);
        weights.in(folder);

        refused(" and 28 more; left over: none;");
    }

    @Test
    void aShapeOfAnotherModelIsNamed() {
        weights.with(QUERY, Nd4j.zeros(DataType.FLOAT, 16, 8)).in(folder);

        refused("tensor " + QUERY + " of " + folder + " has shape [16, 8], its config.json asks for [16, 16]");
    }

    @Test
    void aClaimedSizeIsComparedBeforeMemoryIsTakenForIt() {
        WrittenConfig.small().with("vocab_size", "1000000000").in(folder);
        weights.in(folder);

        refused("has shape [40, 16], its config.json asks for [1000000000, 16]");
    }

    private void refused(String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HuggingFace.languageModel(folder, DataType.FLOAT))
                .withMessageContaining(sentence);
    }
}
