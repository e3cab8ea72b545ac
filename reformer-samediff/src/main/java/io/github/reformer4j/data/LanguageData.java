package io.github.reformer4j.data;

import java.util.List;

/** The windows of a corpus for a causal language model. */
public final class LanguageData implements BatchSource {

    private final int[] training;
    private final int[] heldOut;
    private final String hash;

    private LanguageData(int[] training, int[] heldOut, String hash) {
        this.training = training;
        this.heldOut = heldOut;
        this.hash = hash;
    }

    /** The tokens of a corpus. */
    public static LanguageData of(Corpus corpus, Tokenizer tokenizer) {
        return new LanguageData(tokenizer.encode(corpus.training()), tokenizer.encode(corpus.heldOut()), corpus.hash());
    }

    @Override
    public Batch training(long key, int size, int length) {
        return Windows.random(training, key, size, length);
    }

    @Override
    public List<Batch> heldOut(int size, int length, int most) {
        return Windows.consecutive(heldOut, size, length, most);
    }

    @Override
    public String hash() {
        return hash;
    }

    /** Tokens to train on. */
    public int trainingTokens() {
        return training.length;
    }

    /** Tokens held out. */
    public int heldOutTokens() {
        return heldOut.length;
    }
}
