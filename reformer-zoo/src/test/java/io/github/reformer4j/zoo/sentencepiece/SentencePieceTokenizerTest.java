package io.github.reformer4j.zoo.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.data.TextDecoder;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Tokenizers;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids and texts that SentencePiece itself gives, and models that are refused. */
class SentencePieceTokenizerTest {

    private static final SentencePieceTokenizer PLAIN = SentencePieceTokenizer.of(PieceFiles.bytes("plain.model"));
    private static final SentencePieceTokenizer BYTES = SentencePieceTokenizer.of(PieceFiles.bytes("bytes.model"));

    @TestFactory
    Stream<DynamicTest> everyTextHasTheIdsThatSentencePieceGives() {
        return Stream.concat(ids("plain", PLAIN), ids("bytes", BYTES));
    }

    private static Stream<DynamicTest> ids(String name, Tokenizer tokenizer) {
        List<String> texts = PieceFiles.lines("texts.txt");
        List<String> expected = PieceFiles.lines(name + ".ids");
        assertThat(expected).hasSameSizeAs(texts);
        return java.util.stream.IntStream.range(0, texts.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        name + ": " + texts.get(i),
                        () -> assertThat(tokenizer.encode(texts.get(i))).containsExactly(numbers(expected.get(i)))));
    }

    @TestFactory
    Stream<DynamicTest> everyIdHasTheTextThatSentencePieceGives() {
        return Stream.concat(decoded("plain", PLAIN), decoded("bytes", BYTES));
    }

    private static Stream<DynamicTest> decoded(String name, Tokenizer tokenizer) {
        List<String> ids = PieceFiles.lines(name + ".ids");
        List<String> expected = PieceFiles.lines(name + ".decoded");
        return java.util.stream.IntStream.range(0, ids.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        name + ": " + expected.get(i),
                        () -> assertThat(tokenizer.decode(numbers(ids.get(i)))).isEqualTo(expected.get(i))));
    }

    private static int[] numbers(String line) {
        return Stream.of(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void anyTextComesBackFromTheModelWithPiecesForBytes() {
        for (long seed = 1; seed <= 50; seed++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                int point = (int) (CounterRandom.uniform(seed, i) * (i % 3 == 0 ? 0xD7FF : 0x7E));
                text.appendCodePoint(point == Piece.BLANK ? 'x' : point);
            }
            assertThat(BYTES.decode(BYTES.encode(text.toString()))).isEqualTo(text.toString());
        }
    }

    @Test
    void theCheckpointsFormKeepsTheTokenizer() {
        Tokenizer read = Tokenizers.fromJson(PLAIN.toJson());

        assertThat(read).isEqualTo(PLAIN).hasSameHashCodeAs(PLAIN).isNotEqualTo(BYTES);
        assertThat(read.name()).isEqualTo("sentencepiece");
        assertThat(read.vocabularySize()).isEqualTo(320);
    }

    @Test
    void whatFollowsOnATextKeepsItsBlank() {
        int[] ids = PLAIN.encode("The layers");
        TextDecoder decoder = PLAIN.decoder();

        assertThat(String.join("", Arrays.stream(ids).mapToObj(decoder::next).toList()))
                .isEqualTo(" The layers");
    }

    @Test
    void aCharacterOfSeveralBytesComesWhole() {
        TextDecoder decoder = BYTES.decoder();
        List<String> pieces =
                Arrays.stream(BYTES.encode("😀")).mapToObj(decoder::next).toList();

        assertThat(pieces).containsExactly("", "", "", "😀");
    }

    @Test
    void anIdThatIsNoneGetsASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.decode(320))
                .withMessage("token ids of this SentencePiece model are 0 to 319, got 320");
    }

    @Test
    void aModelOfAnotherTypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SentencePieceTokenizer.of(PieceFiles.bytes("unigram.model")))
                .withMessage(
                        "the SentencePiece model cannot be used: it is a model of type 1; only BPE (2), as of published "
                                + "Reformers, is read; get the spiece.model of the model again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\": \"sentencepiece\"}", "{\"type\": \"sentencepiece\", \"model\": \"*\"}"})
    void aFormWithoutAModelIsRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenizers.fromJson(json))
                .withMessageContaining("a SentencePiece tokenizer needs its model as a text");
    }

    @Test
    void aDamagedModelGivesASentenceOrATokenizer() {
        byte[] whole = PieceFiles.bytes("bytes.model");
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = damaged(whole, i);
            try {
                SentencePieceTokenizer tokenizer = SentencePieceTokenizer.of(damaged);
                assertThat(Arrays.stream(tokenizer.encode("a==b, text")))
                        .allMatch(id -> id < tokenizer.vocabularySize());
            } catch (IllegalArgumentException sentence) {
                assertThat(sentence).hasMessageContaining("SentencePiece model cannot be used: it");
            }
        }
    }

    @Test
    void aDamagedMapOfCharactersGivesASentenceOrIds() {
        byte[] whole = PieceFiles.bytes("plain.model");
        for (int i = 0; i < 200; i++) {
            try {
                SentencePieceTokenizer tokenizer = SentencePieceTokenizer.of(damaged(whole, i));
                assertThat(tokenizer.encode("ﬁne ½ ｆｕｌｌ")).isNotEmpty();
            } catch (IllegalArgumentException sentence) {
                assertThat(sentence.getMessage()).containsAnyOf("SentencePiece model cannot be used: it", "is damaged");
            }
        }
    }

    /** Some bytes changed, or the end cut off. */
    private static byte[] damaged(byte[] whole, int number) {
        byte[] damaged = number % 4 == 0
                ? Arrays.copyOf(whole, (int) (CounterRandom.uniform(number, 0) * whole.length))
                : whole.clone();
        for (int change = 1; change <= number % 8 && damaged.length > 0; change++) {
            int place = (int) (CounterRandom.uniform(number, 2L * change) * damaged.length);
            damaged[place] = (byte) (CounterRandom.uniform(number, 2L * change + 1) * 256);
        }
        return damaged;
    }
}
