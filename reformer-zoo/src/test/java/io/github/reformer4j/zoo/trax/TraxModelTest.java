package io.github.reformer4j.zoo.trax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.zoo.tensors.pickle.CraftedPickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Files in the form of trax's, which {@code write_trax_files.py} wrote with the logits that trax's formulas give. */
class TraxModelTest {

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("text.pkl.gz", "text.json", TraxConfigs.text()),
                arguments("text_protocol2.pkl", "text.json", TraxConfigs.text()),
                arguments("imagenet64.pkl", "imagenet64.json", TraxConfigs.imagenet()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theLogitsAreTraxs(String file, String expected, ReformerConfig config) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(TraxConfigs.path(expected).toFile());
        int n = golden.path("ids").size();
        int[] shifted = new int[n];
        for (int t = 1; t < n; t++) {
            shifted[t] = golden.path("ids").get(t - 1).asInt();
        }
        try (LanguageModel model = TraxModel.read(TraxConfigs.path(file), config);
                INDArray logits = model.logits(new int[][] {shifted}, null, Step.inference(1))) {
            for (int t = 0; t < n; t++) {
                for (int v = 0; v < config.vocabularySize(); v++) {
                    assertThat(logits.getDouble(0, t, v))
                            .as("logit %d at position %d", v, t)
                            .isCloseTo(golden.path("logits").get(t).get(v).asDouble(), within(2e-5));
                }
            }
        }
    }

    @Test
    void aFileOfAnotherConfigurationIsRefused() {
        ReformerConfig lsh = TraxConfigs.text().withAttentionLayers(Collections.nCopies(3, AttentionKind.LSH));
        assertRefused(
                TraxConfigs.path("text.pkl.gz"),
                lsh,
                "array 7 of src/test/resources/trax/text.pkl.gz has the shape [2, 16, 6], the configuration asks for "
                        + "[2, 6, 16] (layers.0.attention.output.weight)");
        ReformerConfig shallow = TraxConfigs.text().withAttentionLayers(List.of(AttentionKind.LOCAL));
        assertRefused(TraxConfigs.path("text.pkl.gz"), shallow, "has the shape [16], the configuration asks for [32]");
    }

    @Test
    void whatIsNoModelOfTraxIsRefused() throws IOException {
        assertRefused(folder.resolve("none"), TraxConfigs.text(), "there is no file");
        assertRefused(write(CraftedPickle.begin().ops("]").end()), "holds no dictionary with flat_weights");
        assertRefused(write(weights(CraftedPickle.begin(), ")")), "holds no weights");
        assertRefused(write(weights(CraftedPickle.begin(), "N")), "holds a weight that is no array but a Nothing");
        assertRefused(
                write(CraftedPickle.begin()
                        .ops("}")
                        .text("flat_weights")
                        .op('K', 2)
                        .ops("s")
                        .end()),
                "keeps its weights in another file");
        CraftedPickle named = CraftedPickle.begin().ops("}").text("weights");
        named.global("numpy.core.multiarray", "_reconstruct").ops(")R");
        assertRefused(write(named.ops("s").end()), "names an array that it does not describe");
        assertRefused(
                write(CraftedPickle.begin()
                        .global("jax._src.array", "_reconstruct_array")
                        .end()),
                "it names jax._src.array._reconstruct_array");
    }

    @Test
    void weightsThatHoldThemselvesEndInASentence() throws IOException {
        CraftedPickle doubled = CraftedPickle.begin().ops("}").text("weights").ops(")");
        for (int i = 0; i < 60; i++) {
            doubled.op('q', 1, 'h', 1, 0x86);
        }
        assertRefused(write(doubled.ops("s").end()), "are nested without end");
        CraftedPickle loop = CraftedPickle.begin()
                .ops("}")
                .text("weights")
                .op(']', 'q', 1, 'h', 1, 'a')
                .ops("s");
        assertRefused(write(loop.end()), "are nested without end");
    }

    @Test
    void aFileCutOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(TraxConfigs.path("text.pkl.gz"));
        assertRefused(write(Arrays.copyOf(whole, whole.length / 2)), "crafted.pkl");
        byte[] plain = Files.readAllBytes(TraxConfigs.path("imagenet64.pkl"));
        assertRefused(write(Arrays.copyOf(plain, plain.length / 2)), "of its pickle");
    }

    private static byte[] weights(CraftedPickle pickle, String value) {
        return pickle.ops("}").text("weights").ops(value).ops("s").end();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("crafted.pkl"), content);
    }

    private static void assertRefused(Path file, String sentence) {
        assertRefused(file, TraxConfigs.text(), sentence);
    }

    private static void assertRefused(Path file, ReformerConfig config, String sentence) {
        assertThatThrownBy(() -> TraxModel.read(file, config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
