package io.github.reformer4j.model;

/** What memory is taken by. */
public enum MemoryItem {
    /** The parameters. */
    WEIGHTS("weights"),
    /** Sums of gradients, one a weight. */
    GRADIENTS("gradients"),
    /** What the optimiser remembers. */
    UPDATER("updater state"),
    /** The embedded tokens, which both streams start from. */
    EMBEDDED("embedded tokens"),
    /** The two streams where the step stands. */
    STREAMS("two streams"),
    /** The gradients of the streams. */
    STREAM_GRADIENTS("gradients of streams"),
    /** CHECKPOINT: the streams between all layers; STORE: those, and what every block recorded. */
    STORED("stored by all layers"),
    /** What the pass of one layer keeps for its backward. */
    PASS("pass of one layer"),
    /** Arrays that one block needs for a moment, tiles of attention and chunks of feed-forward among them. */
    TEMPORARIES("temporaries of one block"),
    /** The norm over both streams, and what it keeps. */
    FINAL_NORM("final norm"),
    /** The logits of a chunk. */
    LOSS_CHUNK("logits of a chunk"),
    /** Bucket ids that forward remembers for backward; these stand in the Java heap. */
    BUCKET_IDS("bucket ids");

    private final String title;

    MemoryItem(String title) {
        this.title = title;
    }

    /** How tables call it. */
    public String title() {
        return title;
    }
}
