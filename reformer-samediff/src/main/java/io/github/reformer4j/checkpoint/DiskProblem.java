package io.github.reformer4j.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says what was wrong with a disk; the JDK's own errors often say no more than a path, or the name of a class. */
public final class DiskProblem {

    private DiskProblem() {}

    /** A few words to stand in brackets after the name of the file or folder. */
    public static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "a file stands in its place";
        }
        if (problem instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
