package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    private Path folder;

    @Test
    void ofASingleFileTheLastTwentiethIsHeldOut() throws IOException {
        Corpus corpus = TextFiles.read(Files.writeString(folder.resolve("a.txt"), "x".repeat(950) + "y".repeat(50)));

        assertThat(text(corpus.training())).isEqualTo("x".repeat(950));
        assertThat(text(corpus.heldOut())).isEqualTo("y".repeat(50));
    }

    @Test
    void theCutDoesNotTearACharacter() throws IOException {
        for (int length = 20; length < 40; length++) {
            String text = "x".repeat(length) + "𝕏".repeat(length);
            Corpus corpus = TextFiles.read(Files.writeString(folder.resolve("a.txt"), text));

            assertThat(text(corpus.training()) + text(corpus.heldOut())).isEqualTo(text);
        }
    }

    @Test
    void ofManyFilesAboutATwentiethIsHeldOutWhole() {
        Corpus corpus = Corpus.of("files", files(1000));

        assertThat(corpus.heldOutFiles()).isBetween(30, 75);
        assertThat(corpus.trainingFiles() + corpus.heldOutFiles()).isEqualTo(1000);
        assertThat(lines(corpus.training()))
                .hasSize(corpus.trainingFiles())
                .doesNotContainAnyElementsOf(lines(corpus.heldOut()));
        assertThat(lines(corpus.training()))
                .isSubsetOf(lines(Corpus.of("files", files(1100)).training()));
    }

    @Test
    void bothPartsHaveAFile() {
        for (int count = 2; count < 40; count++) {
            Corpus corpus = Corpus.of("files", files(count));

            assertThat(corpus.trainingFiles()).isPositive();
            assertThat(corpus.heldOutFiles()).isPositive();
        }
    }

    @Test
    void aFolderIsReadInOrderWithoutHiddenFiles() throws IOException {
        Files.createDirectories(folder.resolve("b/.git"));
        Files.writeString(folder.resolve("b/2.txt"), "two");
        Files.writeString(folder.resolve("a.txt"), "one");
        Files.writeString(folder.resolve("c.txt"), "three");
        Files.writeString(folder.resolve("b/.git/config"), "hidden");

        Corpus corpus = TextFiles.read(folder);

        assertThat(corpus.trainingFiles() + corpus.heldOutFiles()).isEqualTo(3);
        assertThat(text(corpus.training()) + text(corpus.heldOut())).doesNotContain("hidden");
    }

    @Test
    void theHashTellsCorporaApart() {
        String hash = Corpus.of("files", files(10)).hash();

        assertThat(hash).hasSize(64).isEqualTo(Corpus.of("files", files(10)).hash());
        assertThat(hash).isNotEqualTo(Corpus.of("files", files(11)).hash());
    }

    @Test
    void binaryJunkIsText() throws IOException {
        byte[] junk = new byte[256];
        IntStream.range(0, 256).forEach(i -> junk[i] = (byte) i);

        Corpus corpus = TextFiles.read(Files.write(folder.resolve("junk"), junk));

        assertThat(corpus.training().length + corpus.heldOut().length).isEqualTo(256);
    }

    @Test
    void badInputIsRefusedInASentence() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        Path missing = folder.resolve("missing.txt");
        Path single = Files.writeString(folder.resolve("single.txt"), "x");

        assertThatThrownBy(() -> TextFiles.read(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no file or folder %s; check the path", missing);
        assertThatThrownBy(() -> TextFiles.read(empty))
                .hasMessage("%s holds no text; name at least one file that is not empty", empty);
        assertThatThrownBy(() -> TextFiles.read(single))
                .hasMessage("single.txt holds one byte; a text needs a byte to train on and one to hold out");
        assertThatThrownBy(() -> TextFiles.read(List.of()))
                .hasMessage("a corpus needs at least one file or folder, got none");
        assertThatThrownBy(() -> TextFiles.read(missing, Files::readAllBytes))
                .hasMessage(
                        "cannot read %s (NoSuchFileException: %s); check that it is whole and may be read",
                        missing, missing);
    }

    private static List<TextFile> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TextFile("pkg/File" + i + ".java", ("file " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> lines(byte[] text) {
        return Arrays.asList(text(text).split("\n"));
    }

    private static String text(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }
}
