package io.github.reformer4j.zoo.dl4j;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A network in the zip file of the host's {@code ModelSerializer}, which {@code restoreMultiLayerNetwork} reads where this
 * library is on the class path; the tokenizer stands in it under the name {@value #TOKENIZER}, as text.
 */
public final class NetworkFile {

    private static final String TOKENIZER = "reformerTokenizer";

    private NetworkFile() {}

    /**
     * Writes a network, without what its updater remembers. The file is there whole or not at all.
     *
     * @throws UncheckedIOException with a sentence where it cannot be written
     */
    public static void write(MultiLayerNetwork network, Tokenizer tokenizer, Path file) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            try {
                ModelSerializer.writeModel(network, beside.toFile(), false);
                ModelSerializer.addObjectToFile(beside.toFile(), TOKENIZER, tokenizer.toJson());
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the network could not be written to %s (%s); name a file in a folder that is there and can be "
                                    + "written",
                            file, DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** The tokenizer that {@link #write} put beside the network. */
    public static Tokenizer tokenizer(Path file) {
        return Tokenizers.fromJson(ModelSerializer.getObjectFromFile(file.toFile(), TOKENIZER));
    }
}
