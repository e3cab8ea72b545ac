package io.github.reformer4j.examples.cli;

/** What a model is trained on, in the words of its measurements. */
enum Material {
    TEXT("text", "bits per byte", "bits/byte"),
    IMAGES("images", "bits per dimension", "bits/dim"),
    SYMBOLS("symbols", "bits per symbol", "bits/symbol");

    private final String words;
    private final String unit;
    private final String brief;

    Material(String words, String unit, String brief) {
        this.words = words;
        this.unit = unit;
        this.brief = brief;
    }

    /** What it is. */
    String words() {
        return words;
    }

    /** In what a loss is measured. */
    String unit() {
        return unit;
    }

    /** The unit, in short. */
    String brief() {
        return brief;
    }
}
