package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Tokenizers;
import io.github.reformer4j.zoo.sentencepiece.SentencePieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokenizer beside a model: {@code spiece.model} of SentencePiece, or the JSON form of one of ours. Transformers has no
 * form for tokenizers of bytes; that of the published enwik8 model stands in its description only.
 */
final class TokenizerFiles {

    private static final String PIECES = "spiece.model";
    private static final String OURS = "reformer4j_tokenizer.json";
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String FAST = "tokenizer.json";

    /** Ids of the published enwik8 model: bytes, and two before them. */
    private static final ByteTokenizer ENWIK8 = new ByteTokenizer(2);

    /** Bytes; the largest published vocabularies have some millions. */
    private static final long LARGEST = 1 << 27;

    private TokenizerFiles() {}

    /**
     * The tokenizer of a folder; where it has none and the model has 258 ids, that of the published enwik8 model.
     *
     * @throws IllegalArgumentException with a sentence where tokenizer and model do not match, or where it is of another kind
     */
    static Optional<Tokenizer> read(Path folder, int vocabularySize) {
        Optional<Tokenizer> tokenizer = read(folder);
        if (tokenizer.isEmpty() && vocabularySize == ENWIK8.vocabularySize()) {
            return Optional.of(ENWIK8);
        }
        tokenizer.ifPresent(found -> require(
                found.vocabularySize() == vocabularySize,
                "the tokenizer in %s has %d ids, but the model has %d; they belong to different models",
                folder,
                found.vocabularySize(),
                vocabularySize));
        return tokenizer;
    }

    private static Optional<Tokenizer> read(Path folder) {
        if (Files.isRegularFile(folder.resolve(OURS))) {
            return Optional.of(Tokenizers.fromJson(new String(bytes(folder.resolve(OURS)), StandardCharsets.UTF_8)));
        }
        if (Files.isRegularFile(folder.resolve(PIECES))) {
            return Optional.of(pieces(folder.resolve(PIECES)));
        }
        require(
                !Files.isRegularFile(folder.resolve(FAST)),
                "%s holds %s but no %s, and only the latter is read; put the %s of the model beside it",
                folder,
                FAST,
                PIECES,
                PIECES);
        return Optional.empty();
    }

    private static Tokenizer pieces(Path file) {
        try {
            return SentencePieceTokenizer.of(bytes(file));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            require(size <= LARGEST, "%s holds %d bytes, too many for a tokenizer; check the path", file, size);
            return Files.readAllBytes(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be read (%s); check the disk and the permissions",
                            file, DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** Writes a tokenizer, by which {@link #read} and, where it has the kind, transformers find it. */
    static void write(Path folder, Tokenizer tokenizer) {
        if (tokenizer instanceof SentencePieceTokenizer pieces) {
            byte[] model = pieces.model();
            AtomicFile.write(folder.resolve(PIECES), channel -> {
                ByteBuffer bytes = ByteBuffer.wrap(model);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
            AtomicFile.writeText(folder.resolve(SETTINGS), "{\"tokenizer_class\": \"ReformerTokenizer\"}\n");
        } else {
            AtomicFile.writeText(folder.resolve(OURS), tokenizer.toJson());
        }
    }
}
