package io.github.reformer4j.zoo.download;

import io.github.reformer4j.zoo.index.ModelFile;
import io.github.reformer4j.zoo.index.ModelId;

/** Hears how far a download is. */
public interface FetchListener {

    /** Hears nothing. */
    FetchListener NONE = new FetchListener() {};

    /**
     * Some more bytes of a file are there; called often.
     *
     * @param total bytes of the file; {@link ModelFile#UNKNOWN} where nobody has told
     */
    default void progress(ModelId model, String file, long done, long total) {}

    /** Something that a person who waits may want to know: a retry, a mirror, another process. */
    default void note(String sentence) {}
}
