package io.github.reformer4j.zoo;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.nio.file.Path;

/**
 * Reads the files of one format of the index as a language model. Found by {@link java.util.ServiceLoader}: whoever reads
 * another format names his class in {@code META-INF/services/io.github.reformer4j.zoo.ModelReader}.
 */
public interface ModelReader {

    /** The format as the index has it. */
    String format();

    /**
     * Reads a model.
     *
     * @param entry what the index knows of it
     * @param folder with the files of the entry, by their names, checked by size and hash
     * @throws IllegalArgumentException with a sentence where the files are not what they claim to be
     */
    Checkpoint read(ModelEntry entry, Path folder);
}
