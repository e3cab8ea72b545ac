package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases that travel with the tests are a selection; it must keep every kind and every option covered. */
class ReferenceSelectionTest {

    private static final List<ReferenceCase> CASES = ReferenceCases.fromResources();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lsh_self_attention",
                "local_self_attention",
                "model_lm",
                "model_mlm",
                "model_cls",
                "model_qa",
                "decode"
            })
    void everyKindIsCovered(String kind) {
        assertThat(CASES).extracting(ReferenceCase::kind).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everyNumberOfRoundsIsCovered(int rounds) {
        assertCovered("lsh_self_attention", reference -> reference.integer("num_hashes") == rounds);
    }

    @Test
    void bucketsAreGivenAsANumberAndAsListsOfOneTwoAndThreeFactors() {
        assertCovered(
                "lsh_self_attention",
                reference -> reference.config().get("num_buckets").isInt());
        for (int factors = 1; factors <= 3; factors++) {
            int size = factors;
            assertCovered(
                    "lsh_self_attention",
                    reference -> reference.config().get("num_buckets").size() == size);
        }
        assertCovered("lsh_self_attention", reference -> reference.notes().contains("auto rule"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothDirectionsAreCoveredWithAndWithoutAMaskAndChunksAhead(boolean causal) {
        for (boolean masked : new boolean[] {false, true}) {
            Predicate<ReferenceCase> plain =
                    reference -> reference.flag("is_decoder") == causal && reference.has("attention_mask") == masked;
            assertCovered("lsh_self_attention", plain);
            assertCovered("local_self_attention", plain);
        }
        assertCovered("lsh_self_attention", looks("lsh", causal, 1, 1));
        assertCovered("local_self_attention", looks("local", causal, 1, 1));
        assertCovered("local_self_attention", looks("local", causal, 0, 0));
        assertCovered("local_self_attention", looks("local", causal, 2, 0));
    }

    @Test
    void windowsOfOneChunkAndOfTwoChunksBackAreCoveredWithHashing() {
        assertCovered("lsh_self_attention", looks("lsh", true, 0, 0));
        assertCovered("lsh_self_attention", looks("lsh", true, 2, 0));
    }

    @Test
    void sequencesWithinOneChunkAreCovered() {
        assertCovered(
                "lsh_self_attention",
                reference -> reference.integer("length") <= reference.integer("lsh_attn_chunk_length"));
        assertCovered(
                "local_self_attention",
                reference -> reference.integer("length") <= reference.integer("local_attn_chunk_length"));
        assertCovered("model_lm", reference -> reference.integer("length") == 12);
    }

    @Test
    void headMasksAndBothFloat32EffectsAreCovered() {
        assertCovered("lsh_self_attention", reference -> reference.has("head_mask"));
        assertCovered("lsh_self_attention", reference -> reference.has("exact/output"));
        assertCovered("local_self_attention", ReferenceSelectionTest::hasExact);
        assertCovered("model_lm", ReferenceSelectionTest::hasExact);
    }

    @Test
    void gradientsAtPaddedRowsAreCovered() {
        assertCovered("lsh_self_attention", reference -> reference.notes().contains("padded rows"));
        assertCovered("local_self_attention", reference -> reference.notes().contains("padded rows"));
    }

    @Test
    void theOptionsOfModelsAreCovered() {
        assertCovered("model_lm", reference -> reference.has("attention_mask"));
        assertCovered("model_lm", reference -> !reference.flag("axial_pos_embds"));
        assertCovered("model_lm", reference -> reference.texts("attn_layers").size() == 4);
        assertCovered("model_lm", reference -> reference.integer("chunk_size_feed_forward") > 0);
        assertCovered(
                "model_lm",
                reference -> reference.config().get("hidden_act").asText().equals("gelu"));
        assertCovered(
                "model_lm",
                reference ->
                        reference.integer("local_attn_chunk_length") != reference.integer("lsh_attn_chunk_length"));
        // evaluated at a length that is padded to whole chunks
        assertCovered("model_lm", reference -> reference.integer("length") % 16 > 0 && !reference.flag("train"));
    }

    @Test
    void decodingIsCoveredWithLocalHashedAndMixedLayers() {
        assertCovered("decode", reference -> !reference.texts("attn_layers").contains("lsh"));
        assertCovered("decode", reference -> reference.texts("attn_layers").containsAll(List.of("lsh", "local")));
        assertCovered(
                "decode", reference -> reference.texts("attn_layers").get(0).equals("lsh"));
        assertCovered("decode", reference -> reference.integer("prefix") < reference.integer("lsh_attn_chunk_length"));
        assertCovered("decode", reference -> reference.integers("num_buckets").length == 2);
    }

    @Test
    void allMasksPadOnTheRight() {
        // Padding on the left has no case here and needs tests of its own.
        assertThat(CASES)
                .filteredOn(reference -> reference.has("attention_mask"))
                .allSatisfy(reference -> {
                    int[] mask = reference.ints("attention_mask");
                    int length = reference.integer("length");
                    for (int start = 0; start < mask.length; start += length) {
                        int[] row = Arrays.copyOfRange(mask, start, start + length);
                        int tokens = Arrays.stream(row).sum();
                        assertThat(Arrays.copyOf(row, tokens)).containsOnly(1);
                    }
                });
    }

    private static Predicate<ReferenceCase> looks(String attention, boolean causal, int before, int after) {
        return reference -> reference.flag("is_decoder") == causal
                && reference.integer(attention + "_num_chunks_before") == before
                && reference.integer(attention + "_num_chunks_after") == after;
    }

    private static boolean hasExact(ReferenceCase reference) {
        return !reference.arrays("expected_exact").isEmpty();
    }

    private static void assertCovered(String kind, Predicate<ReferenceCase> option) {
        assertThat(CASES)
                .filteredOn(reference -> reference.kind().equals(kind))
                .as("cases of kind %s with this option", kind)
                .anyMatch(option);
    }
}
