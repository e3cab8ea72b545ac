package io.github.reformer4j.examples.robustness;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Progress;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingListener;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A tiny model that is trained for very many steps, and writes a very long text, while memory is watched. */
public final class Soak implements AutoCloseable {

    private static final int LENGTH = 64;
    private static final int SAMPLES = 300;
    private static final int POSITIONS = 1 << 20;

    private final LanguageModel model;

    /** The preset {@code tiny}, with positions for long texts. */
    public Soak() {
        ReformerConfig config = config(NamedConfigurations.byName("tiny"));
        model = LanguageModel.create(config, DataType.FLOAT, 1);
    }

    private static ReformerConfig config(ReformerConfig tiny) {
        return new ReformerConfig(
                tiny.vocabularySize(),
                tiny.hiddenSize(),
                tiny.heads(),
                tiny.headSize(),
                tiny.attentionLayers(),
                tiny.feedForwardSize(),
                tiny.activation(),
                tiny.feedForwardChunk(),
                tiny.lossChunk(),
                tiny.lsh(),
                tiny.local(),
                ReformerConfig.Positions.of(ReformerConfig.PositionKind.SINUSOIDAL),
                POSITIONS,
                tiny.causal(),
                tiny.semantics(),
                tiny.hiddenDropout(),
                tiny.layerNormEpsilon(),
                tiny.initializerRange(),
                tiny.padToken(),
                tiny.memory(),
                tiny.labels());
    }

    /** Tokens without meaning: memory does not depend on them. */
    private record Noise(int vocabulary) implements BatchSource {

        @Override
        public Batch training(long key, int size, int length) {
            int[][] ids = new int[size][length];
            for (int row = 0; row < size; row++) {
                for (int i = 0; i < length; i++) {
                    ids[row][i] = (int) (CounterRandom.uniform(key, (long) row * length + i) * vocabulary);
                }
            }
            return Batch.causal(ids);
        }

        @Override
        public List<Batch> heldOut(int size, int length, int most) {
            return List.of(training(0, size, length));
        }

        @Override
        public String hash() {
            return "noise";
        }
    }

    /** Memory during so many training steps. */
    public MemorySamples train(int steps) {
        MemorySamples samples = new MemorySamples();
        TrainerConfig config = new TrainerConfig(
                1,
                LENGTH,
                1,
                OptimizerConfig.adam(0.9, 0.98, 1e-9),
                new Schedule.Constant(1e-4, 10),
                1.0,
                1,
                steps,
                0.0,
                Math.max(1, steps / 20),
                1,
                0);
        int every = Math.max(1, steps / SAMPLES);
        new Trainer(model, new Noise(model.config().vocabularySize()), config, null, new TrainingListener() {
                    @Override
                    public void onStep(Progress progress) {
                        if (progress.step() % every == 0) {
                            take(samples);
                        }
                    }
                })
                .run();
        return samples;
    }

    private static void take(MemorySamples samples) {
        try {
            samples.take();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Memory while so many tokens are generated as one text; its caches, which grow, stand in the Java heap. */
    public MemorySamples generate(int tokens) {
        MemorySamples samples = new MemorySamples();
        LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(1), tokens + 1);
        int every = Math.max(1, tokens / SAMPLES);
        double[][] logits = decoder.ingest(new int[][] {{1}});
        for (int i = 1; i <= tokens; i++) {
            logits = decoder.next(chosen(logits[0], i));
            if (i % every == 0) {
                take(samples);
            }
        }
        return samples;
    }

    /** Any token, so that the text has no period; it depends on the logits, which are thus needed. */
    private static int chosen(double[] logits, int position) {
        long key = CounterRandom.mix(Double.doubleToRawLongBits(logits[0]));
        return (int) (CounterRandom.uniform(key, position) * logits.length);
    }

    @Override
    public void close() {
        model.close();
    }
}
