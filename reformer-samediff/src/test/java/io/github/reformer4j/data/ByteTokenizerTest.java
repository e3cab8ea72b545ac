package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTokenizerTest {

    private static final String TEXT = "naïve € 𝕏 int x = 1;\n";

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 7})
    void decodingUndoesEncoding(int offset) {
        Tokenizer tokenizer = new ByteTokenizer(offset);

        assertThat(tokenizer.decode(tokenizer.encode(TEXT))).isEqualTo(TEXT);
        assertThat(tokenizer.vocabularySize()).isEqualTo(256 + offset);
    }

    @Test
    void anIdIsTheByteAndTheOffset() {
        assertThat(ByteTokenizer.PLAIN.encode(new byte[] {0, 65, -1})).containsExactly(0, 65, 255);
        assertThat(new ByteTokenizer(2).encode(new byte[] {0, 65, -1})).containsExactly(2, 67, 257);
    }

    @Test
    void aCharacterOfSeveralBytesIsGivenWithItsLast() {
        TextDecoder decoder = ByteTokenizer.PLAIN.decoder();
        int[] euro = ByteTokenizer.PLAIN.encode("€");

        assertThat(decoder.next(euro[0])).isEmpty();
        assertThat(decoder.next(euro[1])).isEmpty();
        assertThat(decoder.next(euro[2])).isEqualTo("€");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void aTornCharacterIsAReplacementCharacter() {
        int[] euro = ByteTokenizer.PLAIN.encode("€");

        assertThat(ByteTokenizer.PLAIN.decode(euro[0], euro[1])).isEqualTo("\uFFFD");
        assertThat(ByteTokenizer.PLAIN.decode(euro[1], 'a')).isEqualTo("\uFFFDa");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyBytesDecodeOneByOneAsTheyDoTogether(long seed) {
        byte[] junk = new byte[300];
        new Random(seed).nextBytes(junk);

        assertThat(ByteTokenizer.PLAIN.decode(ByteTokenizer.PLAIN.encode(junk)))
                .isEqualTo(new String(junk, StandardCharsets.UTF_8));
    }

    @Test
    void reservedIdsStandForNoText() {
        assertThat(new ByteTokenizer(2).decode(0, 67, 1)).isEqualTo("A");
    }

    @Test
    void anIdOutsideTheVocabularyIsRefused() {
        assertThatThrownBy(() -> new ByteTokenizer(2).decode(258))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token ids of a byte tokenizer with offset 2 are 0 to 257, got 258");
    }

    @Test
    void theJsonFormReadsBack() {
        assertThat(new ByteTokenizer(2).toJson()).isEqualTo("{\"offset\":2,\"type\":\"bytes\"}");
        assertThat(Tokenizers.fromJson(new ByteTokenizer(2).toJson())).isEqualTo(new ByteTokenizer(2));
    }

    @Test
    void aForeignJsonFormIsRefusedInASentence() {
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\":\"wordpiece\"}"))
                .hasMessage(
                        "a tokenizer's type must be one of [bytes, pixels], got 'wordpiece'; the file may come from a newer version, or "
                                + "need reformer-zoo on the class path");
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\":\"bytes\",\"offset\":0.5}"))
                .hasMessage("a byte tokenizer needs a whole number as offset, got 0.5");
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a tokenizer's JSON form does not parse: ");
        assertThatThrownBy(() -> Tokenizers.fromJson("[1]"))
                .hasMessage("a tokenizer's JSON form must be an object, got [1]");
        assertThatThrownBy(() -> new ByteTokenizer(-1))
                .hasMessage("the offset of a byte tokenizer must not be negative, got -1");
    }
}
