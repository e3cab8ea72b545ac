package io.github.reformer4j.examples.imports;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.examples.memory.ResidentMemory;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.huggingface.HuggingFace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What the process that is measured runs: imports a small model, so that classes and native code are there, then the one in
 * question, and generates with it. Prints what it cost.
 */
final class ImportRun {

    private static final double NANO = 1e-9;

    private ImportRun() {}

    /** Takes the folder of the small model, that of the model, the tokens of a prompt, and those to generate. */
    public static void main(String[] arguments) throws IOException {
        HuggingFace.languageModel(Path.of(arguments[0]), DataType.FLOAT).close();
        long before = ResidentMemory.now();
        ResidentMemory.resetHighest();
        long began = System.nanoTime();
        try (LanguageModel model = HuggingFace.languageModel(Path.of(arguments[1]), DataType.FLOAT)) {
            double seconds = (System.nanoTime() - began) * NANO;
            long highest = ResidentMemory.highest();
            double speed = tokensPerSecond(model, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            System.out.printf(Locale.ROOT, "%s%s %d %d %s%n", ImportCost.RESULT, seconds, before, highest, speed);
        }
    }

    private static double tokensPerSecond(LanguageModel model, int prompt, int tokens) {
        LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(1), prompt + tokens);
        int vocabulary = model.config().vocabularySize();
        double[] logits = decoder.ingest(new int[][] {
            IntStream.range(0, prompt)
                    .map(i -> Math.floorMod(CounterRandom.derive(1, i), vocabulary))
                    .toArray()
        })[0];
        long began = System.nanoTime();
        for (int i = 0; i < tokens; i++) {
            logits = decoder.next(greatest(logits))[0];
        }
        return tokens / ((System.nanoTime() - began) * NANO);
    }

    private static int greatest(double... logits) {
        return IntStream.range(0, logits.length)
                .reduce((best, i) -> logits[i] > logits[best] ? i : best)
                .orElseThrow();
    }
}
