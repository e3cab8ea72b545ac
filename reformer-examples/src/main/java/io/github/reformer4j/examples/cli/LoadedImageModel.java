package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.generation.ImageSampler;
import io.github.reformer4j.model.LanguageModel;
import java.io.PrintWriter;

/**
 * A model of images from a checkpoint.
 *
 * @param language the model
 * @param tokenizer of its images and classes
 * @param dataHash which data it was trained on
 */
record LoadedImageModel(LanguageModel language, PixelTokenizer tokenizer, String dataHash) implements AutoCloseable {

    static LoadedImageModel of(ModelOptions options, PrintWriter err) {
        Checkpoint checkpoint = options.load(err);
        try {
            return of(checkpoint);
        } catch (IllegalArgumentException wrong) {
            checkpoint.weights().close();
            throw wrong;
        }
    }

    private static LoadedImageModel of(Checkpoint checkpoint) {
        require(
                checkpoint.tokenizer() instanceof PixelTokenizer,
                "this model reads %s, not images; give one that ./reformer image train has made",
                checkpoint.tokenizer().name());
        PixelTokenizer pixels = (PixelTokenizer) checkpoint.tokenizer();
        int side = ImageOptions.side(checkpoint.config(), "the model");
        require(
                side == pixels.side() && checkpoint.config().vocabularySize() >= pixels.vocabularySize(),
                "the model has %d pixels a side and %d token ids, its tokenizer %d and %d; it is damaged, fetch it again",
                side,
                checkpoint.config().vocabularySize(),
                pixels.side(),
                pixels.vocabularySize());
        LanguageModel language = new LanguageModel(checkpoint.config(), checkpoint.weights());
        return new LoadedImageModel(language, pixels, checkpoint.provenance().dataHash());
    }

    ImageSampler sampler() {
        return new ImageSampler(language, tokenizer);
    }

    @Override
    public void close() {
        language.close();
    }
}
