package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.zoo.sentencepiece.PieceFiles;
import io.github.reformer4j.zoo.sentencepiece.SentencePieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokenizer a folder has. */
class TokenizerFilesTest {

    private static final Tokenizer PIECES = SentencePieceTokenizer.of(PieceFiles.bytes("plain.model"));

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        TokenizerFiles.write(folder, PIECES);
        assertThat(folder.resolve("spiece.model")).hasBinaryContent(PieceFiles.bytes("plain.model"));
        assertThat(TokenizerFiles.read(folder, 320)).contains(PIECES);

        TokenizerFiles.write(folder, ByteTokenizer.PLAIN);
        assertThat(TokenizerFiles.read(folder, 256)).contains(ByteTokenizer.PLAIN);
    }

    @Test
    void aModelWith258IdsAndNoTokenizerHasThatOfThePublishedOne() {
        assertThat(TokenizerFiles.read(folder, 258)).contains(new ByteTokenizer(2));
        assertThat(TokenizerFiles.read(folder, 320)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {258, 319, 321})
    void aTokenizerOfAnotherModelGetsASentence(int vocabularySize) {
        TokenizerFiles.write(folder, PIECES);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenizerFiles.read(folder, vocabularySize))
                .withMessage(
                        "the tokenizer in %s has 320 ids, but the model has %d; they belong to different models",
                        folder, vocabularySize);
    }

    @Test
    void aTokenizerThatWeDoNotReadGetsASentence() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenizerFiles.read(folder, 320))
                .withMessageContaining("holds tokenizer.json but no spiece.model");
    }

    @Test
    void aModelOfPiecesThatIsNoneNamesTheFile() throws IOException {
        Files.writeString(folder.resolve("spiece.model"), "no model");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenizerFiles.read(folder, 320))
                .withMessageStartingWith(
                        folder.resolve("spiece.model") + ": the SentencePiece model cannot be used: it");
    }
}
