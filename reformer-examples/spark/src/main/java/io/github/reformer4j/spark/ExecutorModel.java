package io.github.reformer4j.spark;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.generation.TextGenerator;
import io.github.reformer4j.model.LanguageModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A language model that a JVM reads once and keeps until it ends, however many tasks ask for it: an executor lives as long
 * as its application.
 */
final class ExecutorModel {

    private static final Map<Path, ExecutorModel> READ = new ConcurrentHashMap<>();
    private static final AtomicInteger LOADS = new AtomicInteger();

    private final LanguageModel model;
    private final Tokenizer tokenizer;

    private ExecutorModel(Checkpoint checkpoint) {
        model = new LanguageModel(checkpoint.config(), checkpoint.weights());
        tokenizer = checkpoint.tokenizer();
    }

    /** The model in this file. */
    static ExecutorModel of(Path checkpoint) {
        return Objects.requireNonNull(READ.computeIfAbsent(checkpoint, ExecutorModel::load));
    }

    private static ExecutorModel load(Path checkpoint) {
        LOADS.incrementAndGet();
        return new ExecutorModel(Checkpoint.load(checkpoint, LanguageModel::parametersOf));
    }

    /** Checkpoints that this JVM has read. */
    static int loads() {
        return LOADS.get();
    }

    /** What the model writes behind the prompt. */
    String continuation(String prompt, GenerationConfig config) {
        int length = tokenizer.encode(prompt).length + config.maxTokens();
        int expected = Math.min(model.config().maxPositions(), Math.max(1, length));
        TextGenerator generator =
                new TextGenerator(seed -> new LanguageDecoder(model, Step.inference(seed), expected), tokenizer);
        return generator.generate(prompt, config, piece -> {}).text();
    }

    /** Bits a token that the model needs for a text of at least two tokens. */
    double bits(String text, long seed) {
        Batch batch = Batch.causal(new int[][] {tokenizer.encode(text)});
        return model.loss(batch, Step.inference(seed)).bits();
    }
}
