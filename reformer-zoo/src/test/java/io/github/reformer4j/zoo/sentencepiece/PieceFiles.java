package io.github.reformer4j.zoo.sentencepiece;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The models of the test resources, and what SentencePiece makes of the texts beside them. */
public final class PieceFiles {

    private PieceFiles() {}

    /** A file of the folder. */
    public static byte[] bytes(String name) {
        try (InputStream file =
                Objects.requireNonNull(PieceFiles.class.getResourceAsStream("/sentencepiece/" + name), name)) {
            return file.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(name, failure);
        }
    }

    static List<String> lines(String name) {
        String text = new String(bytes(name), StandardCharsets.UTF_8);
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }
}
