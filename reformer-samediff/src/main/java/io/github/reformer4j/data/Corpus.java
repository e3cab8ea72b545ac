package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/**
 * Text to learn from, in a part to train on and a part that is only ever measured on.
 *
 * @param training whole files one after another, each followed by a line feed
 * @param heldOut other files in the same way, or the end of a single file
 * @param trainingFiles files of the training part
 * @param heldOutFiles files of the held-out part
 * @param hash SHA-256 over both parts, in hexadecimal digits
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of text; corpora are compared by their hash
public record Corpus(byte[] training, byte[] heldOut, int trainingFiles, int heldOutFiles, String hash) {

    /**
     * A corpus of these files in this order; which of them are held out depends on their names alone.
     *
     * @param source what the files were read from, for messages
     */
    public static Corpus of(String source, List<TextFile> files) {
        List<TextFile> withText =
                files.stream().filter(file -> file.text().length > 0).toList();
        require(!withText.isEmpty(), "%s holds no text; name at least one file that is not empty", source);
        return withText.size() == 1 ? HeldOutSplit.ofOneFile(withText.get(0)) : HeldOutSplit.ofFiles(withText);
    }
}
