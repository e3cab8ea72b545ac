package io.github.reformer4j.examples.bench;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import java.util.stream.IntStream;

/** The two halves of generation: a prompt in one pass, and tokens one at a time behind it. */
final class GenerationCases {

    private GenerationCases() {}

    static String name(int context) {
        return "context " + context;
    }

    private static LanguageDecoder decoder(LanguageModel model, int context) {
        return new LanguageDecoder(model, Step.inference(1), context);
    }

    private static int[][] prompt(LanguageModel model, int context) {
        return new int[][] {
            IntStream.range(0, context)
                    .map(i -> Math.floorMod(
                            CounterRandom.derive(1, i), model.config().vocabularySize()))
                    .toArray()
        };
    }

    /** A prompt of so many tokens. */
    record Prompt(LanguageModel model, int context) implements Timed {
        @Override
        public String name() {
            return GenerationCases.name(context);
        }

        @Override
        public double run() {
            int[][] ids = prompt(model, context);
            LanguageDecoder decoder = decoder(model, context);
            return Timed.secondsOf(() -> decoder.ingest(ids));
        }
    }

    /** Tokens behind a prompt, the greatest logit's each; a run goes on where the one before ended. */
    static final class Tokens implements Timed {

        private final int context;
        private final int count;
        private final LanguageDecoder decoder;
        private double[] logits;

        Tokens(LanguageModel model, int context, int count) {
            this.context = context;
            this.count = count;
            decoder = decoder(model, context);
            logits = decoder.ingest(prompt(model, context))[0];
        }

        @Override
        public String name() {
            return GenerationCases.name(context);
        }

        @Override
        public double run() {
            return Timed.secondsOf(() -> {
                for (int i = 0; i < count; i++) {
                    logits = decoder.next(greatest())[0];
                }
            });
        }

        private int greatest() {
            return IntStream.range(0, logits.length)
                    .reduce((best, i) -> logits[i] > logits[best] ? i : best)
                    .orElseThrow();
        }
    }
}
