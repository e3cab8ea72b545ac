package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.data.ByteTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGeneratorTest {

    private final List<String> pieces = new ArrayList<>();

    @Test
    void textStreamsInWholeCharacters() {
        Generated result = generate("äö😀!", "x", greedy(9));
        assertThat(pieces).containsExactly("ä", "ö", "😀", "!");
        assertThat(result).isEqualTo(new Generated("äö😀!", 1, 9, Generated.Reason.MAX_TOKENS));
    }

    @Test
    void anIncompleteCharacterAtTheEndBecomesAReplacementCharacter() {
        assertThat(generate("aä", "x", greedy(2)).text()).isEqualTo("a\uFFFD");
        assertThat(String.join("", pieces)).isEqualTo("a\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"}\n\n", "\n", "o", "};"})
    void nothingOfAStopSequenceComesOut(String stop) {
        String script = "int f() {}\nfoo}\n\nmore};";
        Generated result = generate(script, "x", greedy(100).withStopSequences(stop, "never"));
        assertThat(result.text()).isEqualTo(script.substring(0, script.indexOf(stop)));
        assertThat(result.reason()).isEqualTo(Generated.Reason.STOP_SEQUENCE);
        assertThat(String.join("", pieces)).isEqualTo(result.text());
    }

    @Test
    void whatOnlyBeganAStopSequenceComesOutLater() {
        Generated result = generate("abababac", "x", greedy(8).withStopSequences("abac!", "bb"));
        assertThat(result.text()).isEqualTo("abababac");
        assertThat(result.reason()).isEqualTo(Generated.Reason.MAX_TOKENS);
        assertThat(pieces).containsExactly("ab", "ab", "abac");
    }

    @Test
    void theFirstStopSequenceCounts() {
        assertThat(generate("one two", "x", greedy(7).withStopSequences("two", "e"))
                        .text())
                .isEqualTo("on");
    }

    @Test
    void generationEndsWhereThePositionsEnd() {
        Generated result = generate("abcdefghijklmnopqrstuvwxyz0123456789", "xyz", greedy(100));
        assertThat(result.tokens()).isEqualTo(Script.POSITIONS - 3);
        assertThat(result.reason()).isEqualTo(Generated.Reason.MAX_POSITIONS);
        assertThat(result.reason().words()).isEqualTo("prompt and text fill the positions of the model");
    }

    @Test
    void anEmptyPromptStartsFromALineBreak() {
        Script script = new Script("abc");
        new TextGenerator(seed -> script, ByteTokenizer.PLAIN).generate("", greedy(1), pieces::add);
        assertThat(script.ingested).containsExactly('\n');
    }

    @Test
    void noTokensAreNoText() {
        assertThat(generate("abc", "x", greedy(0))).isEqualTo(new Generated("", 1, 0, Generated.Reason.MAX_TOKENS));
    }

    @Test
    void aPromptThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> generate("abc", "x".repeat(Script.POSITIONS + 1), greedy(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the prompt has 33 tokens and the model holds 32 positions; shorten the prompt");
    }

    @Test
    void aTokenOutsideOfTheVocabularyIsRefused() {
        TextGenerator generator = new TextGenerator(seed -> new Script("abc"), new ByteTokenizer(200));
        assertThatThrownBy(() -> generator.generate("ab", greedy(1), pieces::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token 0 of the prompt has id 297 and the model's vocabulary ends at 255; "
                        + "use the tokenizer that the model was trained with");
    }

    @Test
    void invalidConfigurationsHaveTheirSentences() {
        assertThatThrownBy(() -> greedy(-1)).hasMessage("maxTokens must not be negative, got -1");
        assertThatThrownBy(() -> greedy(1).withStopSequences("a", ""))
                .hasMessage("a stop sequence must hold at least one character, got an empty one in [a, ]");
    }

    private Generated generate(String script, String prompt, GenerationConfig config) {
        return new TextGenerator(seed -> new Script(script), ByteTokenizer.PLAIN).generate(prompt, config, pieces::add);
    }

    private static GenerationConfig greedy(int maxTokens) {
        return GenerationConfig.of(Sampling.greedy(), maxTokens, 1);
    }

    /** Gives the bytes of a text one after another, whatever it is fed. */
    private static final class Script implements Decoder {

        static final int POSITIONS = 32;

        private final byte[] bytes;
        private int given;
        private int[] ingested = {};

        Script(String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public double[][] ingest(int[][] ids) {
            ingested = ids[0];
            return next(0);
        }

        @Override
        public double[][] next(int... ids) {
            double[] logits = new double[256];
            logits[Byte.toUnsignedInt(bytes[given++])] = 1.0;
            return new double[][] {logits};
        }

        @Override
        public int maxPositions() {
            return POSITIONS;
        }

        @Override
        public int vocabularySize() {
            return 256;
        }
    }
}
