package io.github.reformer4j.examples.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Tells a caller's mistake (bad argument, missing file, full disk) from ours, and puts it in one sentence. */
final class Mistakes {

    private Mistakes() {}

    static boolean isCallers(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
    }

    static String sentence(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return sentence(unchecked.getCause());
        }
        String subject = subject(failure);
        return subject == null ? String.valueOf(failure.getMessage()) : subject;
    }

    /** The JDK's file errors say only the path; this adds what is wrong with it. */
    private static @Nullable String subject(Throwable failure) {
        if (!(failure instanceof FileSystemException || failure instanceof FileNotFoundException)) {
            return null;
        }
        String path = failure instanceof FileSystemException file ? file.getFile() : failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return path + " does not exist; check the path";
        }
        if (failure instanceof AccessDeniedException) {
            return path + " may not be read or written; check its permissions";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return path + " exists and is not a folder; choose another path";
        }
        return failure.getMessage();
    }
}
