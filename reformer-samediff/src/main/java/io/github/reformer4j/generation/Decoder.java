package io.github.reformer4j.generation;

/** Sequences of equal length that grow by one token at a time, and the logits of what comes next. */
public interface Decoder {

    /**
     * Takes the prompts in, in one pass; once, before anything else.
     *
     * @param ids [b, n], n at least 1
     * @return logits behind the last token of every row, [b, v]
     */
    double[][] ingest(int[][] ids);

    /**
     * Takes one token of every sequence in.
     *
     * @param ids [b]
     * @return logits behind it, [b, v]
     */
    double[][] next(int... ids);

    /** Tokens that a sequence can hold, its prompt included. */
    int maxPositions();

    /** Token ids are 0 to this − 1. */
    int vocabularySize();
}
