package io.github.reformer4j.zoo.download;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a file can be had from. */
interface Source {

    /**
     * Begins to read.
     *
     * @param offset bytes that are there already; a source may begin at the first byte all the same
     * @param validator that came with them; null: none
     */
    Opened open(long offset, @Nullable String validator) throws SourceException;

    /** What is behind a URL. */
    static Source of(URI uri, Patience patience) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> (offset, validator) -> file(Path.of(uri));
            case "classpath" -> (offset, validator) -> resource(uri.getPath());
            default -> new HttpSource(uri, patience);
        };
    }

    /** Whether a network is needed. */
    static boolean isRemote(URI uri) {
        return !ModelFile.isResource(uri) && !"file".equalsIgnoreCase(uri.getScheme());
    }

    private static Opened file(Path path) throws SourceException {
        try {
            long size = Files.size(path);
            return Opened.local(Files.newInputStream(path), size);
        } catch (IOException problem) {
            throw SourceException.elsewhere("%s", DiskProblem.reason(problem));
        }
    }

    private static Opened resource(String path) throws SourceException {
        InputStream stream = Source.class.getResourceAsStream(path);
        if (stream == null) {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            stream = context == null ? null : context.getResourceAsStream(path.substring(1));
        }
        if (stream == null) {
            throw SourceException.elsewhere("it is not on the class path");
        }
        return Opened.local(stream, ModelFile.UNKNOWN);
    }
}
