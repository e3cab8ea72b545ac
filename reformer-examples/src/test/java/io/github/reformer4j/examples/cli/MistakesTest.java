package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MistakesTest {

    static Stream<Arguments> failures() {
        IOException full = new IOException("No space left on device");
        return Stream.of(
                arguments(new IllegalArgumentException("length must be 2"), "length must be 2"),
                arguments(full, "No space left on device"),
                arguments(new UncheckedIOException(full), "No space left on device"),
                arguments(
                        new UncheckedIOException("b could not be saved; a is intact", full),
                        "b could not be saved; a is intact"),
                arguments(
                        new UncheckedIOException(new NoSuchFileException("runs/a")),
                        "runs/a does not exist; check the path"),
                arguments(
                        new AccessDeniedException("runs/a"),
                        "runs/a may not be read or written; check its permissions"),
                arguments(
                        new FileAlreadyExistsException("runs/a"),
                        "runs/a exists and is not a folder; choose another path"),
                arguments(new FileSystemException("runs/a", null, "Is a directory"), "runs/a: Is a directory"),
                arguments(new FileNotFoundException("runs/a (no such file)"), "runs/a (no such file); check the path"),
                arguments(
                        new MalformedInputException(1), "the text is not UTF-8 (Input length = 1); convert the file"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aCallersMistakeIsASentence(Exception failure, String sentence) {
        assertThat(Mistakes.isCallers(failure)).isTrue();
        assertThat(Mistakes.sentence(failure)).isEqualTo(sentence);
    }

    @Test
    void whatOnlyWeCanHaveDoneIsNotTheCallersMistake() {
        assertThat(Mistakes.isCallers(new IllegalStateException("twice"))).isFalse();
        assertThat(Mistakes.isCallers(new IndexOutOfBoundsException(3))).isFalse();
    }
}
