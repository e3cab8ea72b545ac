package io.github.reformer4j.examples.cli;

import io.github.reformer4j.training.DivergedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a caller's mistake (bad argument, missing file, full disk, too high a learning rate) from ours, and puts it in one
 * sentence.
 */
final class Mistakes {

    private Mistakes() {}

    static boolean isCallers(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof DivergedException;
    }

    static String sentence(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null && !saysMore(failure, cause)) {
            return sentence(cause);
        }
        String subject = subject(failure);
        return subject == null ? String.valueOf(failure.getMessage()) : subject;
    }

    /** Whether somebody has written a message, rather than let the cause's be taken over. */
    private static boolean saysMore(Throwable failure, Throwable cause) {
        return !Objects.equals(failure.getMessage(), cause.toString());
    }

    /** The JDK's file errors say only the path; this adds what is wrong with it. */
    private static @Nullable String subject(Throwable failure) {
        if (failure instanceof FileNotFoundException) {
            return failure.getMessage() + "; check the path";
        }
        if (failure instanceof CharacterCodingException) {
            return "the text is not UTF-8 (" + failure.getMessage() + "); convert the file";
        }
        if (!(failure instanceof FileSystemException file)) {
            return null;
        }
        if (failure instanceof NoSuchFileException) {
            return file.getFile() + " does not exist; check the path";
        }
        if (failure instanceof AccessDeniedException) {
            return file.getFile() + " may not be read or written; check its permissions";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file.getFile() + " exists and is not a folder; choose another path";
        }
        return failure.getMessage();
    }
}
