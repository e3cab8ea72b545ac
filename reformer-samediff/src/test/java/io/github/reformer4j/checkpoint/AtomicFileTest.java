package io.github.reformer4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeTheFileThatStoodThereBefore() {
        file = folder.resolve("file.json");
        AtomicFile.writeText(file, "before é");
    }

    @Test
    void aFileIsReplaced() throws IOException {
        AtomicFile.writeText(file, "after");

        assertThat(file).hasContent("after");
        assertNothingElseIsThere();
    }

    @Test
    void aFullDiskLeavesTheFileThatWasThereAndNothingBeside() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    half(channel);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll(file.toString(), "No space left on device", "free space", "untouched");

        assertThat(file).hasContent("before é");
        assertNothingElseIsThere();
    }

    @Test
    void aFailureOfWhoeverWritesLeavesTheFileThatWasThereAndNothingBeside() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    half(channel);
                    throw new IllegalArgumentException("too large");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too large");

        assertThat(file).hasContent("before é");
        assertNothingElseIsThere();
    }

    @Test
    void whatAKilledWriterLeftIsWrittenOver() throws IOException {
        Files.writeString(folder.resolve("file.json.part"), "much more than what comes now");

        AtomicFile.writeText(file, "after");

        assertThat(file).hasContent("after");
        assertNothingElseIsThere();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> AtomicFile.writeText(folder.resolve("none/file.json"), "text"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("none", "its folder does not exist");
    }

    @Test
    void aFolderInThePlaceOfTheFileIsLeftAlone() throws IOException {
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("full"));

        assertThatThrownBy(() -> AtomicFile.writeText(taken, "text"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("taken");
        assertThat(folder.resolve("taken/full")).isDirectory();
        assertThat(folder.resolve("taken.part")).doesNotExist();
    }

    private static void half(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    private void assertNothingElseIsThere() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
