package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class ImageSamplerTest {

    private static final int SIDE = 6;
    private static final PixelTokenizer TOKENIZER = new PixelTokenizer(SIDE, List.of("a", "b"));

    private static LanguageModel model() {
        ReformerConfig config = DecodedConfig.of(List.of(AttentionKind.LOCAL, AttentionKind.FULL), semantics())
                .withVocabularySize(TOKENIZER.vocabularySize());
        return DecodedConfig.model(config, DataType.DOUBLE, 3);
    }

    private static io.github.reformer4j.block.Semantics semantics() {
        return io.github.reformer4j.block.Semantics.PAPER;
    }

    private static ImageSampler sampler(LanguageModel model) {
        return new ImageSampler(seed -> new LanguageDecoder(model, Step.inference(seed), 0), TOKENIZER);
    }

    private static RgbImage random(long seed) {
        byte[] bytes = new byte[TOKENIZER.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (CounterRandom.uniform(seed, i) * 256);
        }
        return new RgbImage(SIDE, bytes);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 3", "4, 5", "5, 6"})
    void theGivenRowsAreKeptExactly(long seed, int rows) {
        RgbImage given = random(seed);
        int kept = rows * SIDE * 3;
        try (LanguageModel model = model()) {
            byte[] completed = sampler(model)
                    .complete(0, given, rows, Sampling.random(), seed)
                    .bytes();

            assertThat(Arrays.copyOf(completed, kept)).isEqualTo(Arrays.copyOf(given.bytes(), kept));
            assertThat(Arrays.equals(completed, given.bytes())).isEqualTo(rows == SIDE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aSampleIsTheCompletionOfItsOwnUpperRows(long seed) {
        try (LanguageModel model = model()) {
            ImageSampler sampler = sampler(model);
            RgbImage sample = sampler.sample(1, Sampling.random(), seed);

            assertThat(sampler.sample(1, Sampling.random(), seed).bytes()).isEqualTo(sample.bytes());
            assertThat(sampler.complete(1, sample, 3, Sampling.random(), seed).bytes())
                    .isEqualTo(sample.bytes());
            assertThat(sampler.sample(1, Sampling.random(), seed + 1).bytes()).isNotEqualTo(sample.bytes());
            assertThat(sampler.sample(0, Sampling.random(), seed).bytes()).isNotEqualTo(sample.bytes());
        }
    }

    /** Says which tokens it was given, and that a class comes next, then byte 9. */
    private static final class Listening implements Decoder {
        private final List<Integer> heard = new ArrayList<>();
        private final int positions;

        Listening(int positions) {
            this.positions = positions;
        }

        @Override
        public double[][] ingest(int[][] ids) {
            Arrays.stream(ids[0]).forEach(heard::add);
            double[] logits = new double[vocabularySize()];
            logits[257] = 9.0;
            logits[9] = 8.0;
            return new double[][] {logits};
        }

        @Override
        public double[][] next(int... ids) {
            return ingest(new int[][] {ids});
        }

        @Override
        public int maxPositions() {
            return positions;
        }

        @Override
        public int vocabularySize() {
            return TOKENIZER.vocabularySize();
        }
    }

    @Test
    void theModelHearsTheClassFirstAndAllBytesButTheLastAndSaysBytesOnly() {
        Listening model = new Listening(TOKENIZER.length());
        RgbImage given = random(1);
        RgbImage image = new ImageSampler(seed -> model, TOKENIZER).complete(1, given, 2, Sampling.greedy(), 1);

        assertThat(model.heard).hasSize(TOKENIZER.length()).startsWith(257, given.bytes()[0] & 0xFF);
        assertThat(model.heard.subList(37, 108)).containsOnly(9);
        assertThat(Arrays.copyOfRange(image.bytes(), 36, 108)).containsOnly(9);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ImageSampler small = new ImageSampler(seed -> new Listening(107), TOKENIZER);
        assertThatThrownBy(() -> small.sample(0, Sampling.greedy(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images of 108 tokens of 258 kinds need a model that holds them, got 107 positions and a "
                        + "vocabulary of 258");
        assertThatThrownBy(() -> small.complete(0, random(1), 7, Sampling.greedy(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("of an image of 6 rows 0 to 6 can be kept, got 7");
        assertThatThrownBy(() -> small.complete(0, new RgbImage(1, new byte[3]), 1, Sampling.greedy(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this model reads images of 6 × 6 pixels, 108 bytes each, got 3 bytes; text is for other "
                        + "models");
    }
}
