package io.github.reformer4j.zoo.tensors.bytes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The content of a file compressed by gzip. */
public final class GzipBytes {

    /** Deflate makes at most so many bytes of one. */
    private static final long LARGEST_RATIO = 1032;

    private static final int BLOCK = 1 << 16;

    private GzipBytes() {}

    /** Opens a file; its size is not known, so an upper bound stands for it. */
    public static Bytes open(Path path) {
        try {
            long most = Files.size(path) * LARGEST_RATIO;
            return new StreamBytes(
                    path,
                    most,
                    () -> new GZIPInputStream(new BufferedInputStream(Files.newInputStream(path), BLOCK), BLOCK));
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }
}
