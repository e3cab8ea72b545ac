package io.github.reformer4j.examples.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.zoo.download.FetchException;
import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Sha256Hash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicCorpusTest {

    private static final String TEXT = "All happy families are alike. ".repeat(100);

    @TempDir
    private Path folder;

    private String hash = "";

    @BeforeEach
    void hash() throws IOException {
        hash = Sha256Hash.of(Files.writeString(folder.resolve("original"), TEXT));
    }

    private URI zip(String entry, String text) throws IOException {
        Path file = folder.resolve("made.zip");
        try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(file))) {
            stream.putNextEntry(new ZipEntry(entry));
            stream.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file.toUri();
    }

    private PublicCorpus corpus(URI... sources) {
        return new PublicCorpus("text8", TEXT.length(), hash, List.of(sources));
    }

    @Test
    void theTextIsFetchedCheckedAndPutInPlace() throws IOException {
        Path to = folder.resolve("data");
        Path text = corpus(zip("text8", TEXT)).fetch(to, FetchListener.NONE);

        assertThat(text).isEqualTo(to.resolve("text8")).content().isEqualTo(TEXT);
        assertThat(to).isDirectoryNotContaining("glob:**.{zip,part,unpacked}");
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        Path to = folder.resolve("data");
        corpus(zip("text8", TEXT)).fetch(to, FetchListener.NONE);

        assertThat(corpus(URI.create("file:///nowhere.zip")).fetch(to, FetchListener.NONE))
                .exists();
    }

    @Test
    void aMirrorIsAskedWhereTheFirstSourceFails() throws IOException {
        URI good = zip("text8", TEXT);

        assertThat(corpus(folder.resolve("none.zip").toUri(), good).fetch(folder.resolve("data"), FetchListener.NONE))
                .content()
                .isEqualTo(TEXT);
    }

    @Test
    void otherBytesAreRefusedAndLeaveNothingInPlace() throws IOException {
        Path to = folder.resolve("data");
        URI wrong = zip("text8", TEXT.replace('a', 'b'));

        assertThatThrownBy(() -> corpus(wrong).fetch(to, FetchListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the one of 3,000 bytes and SHA-256 " + hash)
                .hasMessageEndingWith("delete the zip, or name another source");
        assertThat(to.resolve("text8")).doesNotExist();
    }

    @Test
    void aZipThatIsLargerThanItShouldBeIsNotUnpackedWhole() throws IOException {
        Path to = folder.resolve("data");
        URI large = zip("text8", TEXT.repeat(1000));

        assertThatThrownBy(() -> corpus(large).fetch(to, FetchListener.NONE))
                .hasMessageContaining("is not the one of 3,000 bytes");
        assertThat(to).isDirectoryNotContaining("glob:**.unpacked");
    }

    @Test
    void aZipOfSomethingElseIsRefused() throws IOException {
        URI other = zip("README", TEXT);

        assertThatThrownBy(() -> corpus(other).fetch(folder.resolve("data"), FetchListener.NONE))
                .hasMessageContaining("holds no file text8; delete it and run the command again");
    }

    @Test
    void whatIsNoZipIsRefused() throws IOException {
        URI text = folder.resolve("original").toUri();

        assertThatThrownBy(() -> corpus(text).fetch(folder.resolve("data"), FetchListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no whole zip");
    }

    @Test
    void aFileOfThatNameIsNotOverwritten() throws IOException {
        Path to = Files.createDirectories(folder.resolve("data"));
        Files.writeString(to.resolve("text8"), "mine");
        URI good = zip("text8", TEXT);

        assertThatThrownBy(() -> corpus(good).fetch(to, FetchListener.NONE))
                .hasMessageContaining("move it away, or choose another folder");
        assertThat(to.resolve("text8")).content().isEqualTo("mine");
    }

    @Test
    void withoutAnySourceThereIsASentence() {
        assertThatThrownBy(() ->
                        corpus(folder.resolve("none.zip").toUri()).fetch(folder.resolve("data"), FetchListener.NONE))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith("text8@1 could not be fetched to ");
    }
}
