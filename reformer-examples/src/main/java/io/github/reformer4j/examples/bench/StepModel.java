package io.github.reformer4j.examples.bench;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;

/** The language models whose training step is measured. */
enum StepModel {
    /** Every other layer hashes, in one round. */
    IN_TURN("local and LSH in turn, 1 round", "step", 1),
    /** Every layer hashes, in four rounds. */
    LSH("LSH, 4 rounds", "step-lsh", 4);

    private final String title;
    private final String request;
    private final int rounds;

    StepModel(String title, String request, int rounds) {
        this.title = title;
        this.request = request;
        this.rounds = rounds;
    }

    /** As tables have it. */
    String title() {
        return title;
    }

    /** What a peer calls its step. */
    String request() {
        return request;
    }

    /** Of hashing. */
    int rounds() {
        return rounds;
    }

    ReformerConfig config(BenchSettings settings) {
        return switch (this) {
            case IN_TURN -> settings.shape().model(settings.layers(), rounds, AttentionKind.LOCAL, AttentionKind.LSH);
            case LSH -> settings.shape().model(settings.layers(), rounds, AttentionKind.LSH);
        };
    }

    /** Steps of a fresh model on one sequence. */
    StepCase steps(BenchSettings settings) {
        return new StepCase(title, config(settings), settings.tokens());
    }
}
