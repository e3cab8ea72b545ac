package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.model.LanguageModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongFunction;

/**
 * Makes images with a language model of their bytes, or completes them: rows from the top, each byte drawn in view of the
 * class and of all bytes before it. The same seed gives the same image.
 */
public final class ImageSampler {

    private final LongFunction<Decoder> decoders;
    private final PixelTokenizer tokenizer;

    /**
     * A sampler.
     *
     * @param decoders makes a decoder for one image from its seed
     * @param tokenizer of the model
     */
    public ImageSampler(LongFunction<Decoder> decoders, PixelTokenizer tokenizer) {
        this.decoders = decoders;
        this.tokenizer = tokenizer;
    }

    /** A sampler of a model, which stays the caller's. */
    public ImageSampler(LanguageModel model, PixelTokenizer tokenizer) {
        this(seed -> new LanguageDecoder(model, Step.inference(seed), 0), tokenizer);
    }

    /**
     * A new image.
     *
     * @param label its class
     * @param sampling how a byte is chosen
     */
    public RgbImage sample(int label, Sampling sampling, long seed) {
        return draw(label, new int[0], sampling, seed);
    }

    /**
     * An image that begins as another does.
     *
     * @param label its class
     * @param given the other, of which the upper rows are kept
     * @param rows how many of them
     */
    public RgbImage complete(int label, RgbImage given, int rows, Sampling sampling, long seed) {
        require(
                rows >= 0 && rows <= tokenizer.side(),
                "of an image of %d rows 0 to %d can be kept, got %d",
                tokenizer.side(),
                tokenizer.side(),
                rows);
        int kept = rows * tokenizer.side() * RgbImage.CHANNELS;
        return draw(label, Arrays.copyOf(tokenizer.encode(given.bytes()), kept), sampling, seed);
    }

    private RgbImage draw(int label, int[] given, Sampling sampling, long seed) {
        int[] ids = Arrays.copyOf(given, tokenizer.length());
        int[] prompt = new int[given.length + 1];
        prompt[0] = tokenizer.classToken(label);
        System.arraycopy(given, 0, prompt, 1, given.length);
        if (given.length == ids.length) {
            return tokenizer.image(ids);
        }
        Decoder decoder = decoders.apply(seed);
        requireFits(decoder);
        BitSet occurred = new BitSet();
        Arrays.stream(given).forEach(occurred::set);
        for (int i = given.length; i < ids.length; i++) {
            double[] logits = (i == given.length ? decoder.ingest(new int[][] {prompt}) : decoder.next(ids[i - 1]))[0];
            // A class never follows.
            ids[i] = Sampler.next(Arrays.copyOf(logits, PixelTokenizer.BYTES), occurred, sampling, seed, i);
            occurred.set(ids[i]);
        }
        return tokenizer.image(ids);
    }

    private void requireFits(Decoder decoder) {
        require(
                decoder.maxPositions() >= tokenizer.length() && decoder.vocabularySize() >= tokenizer.vocabularySize(),
                "images of %d tokens of %d kinds need a model that holds them, got %d positions and a vocabulary of %d",
                tokenizer.length(),
                tokenizer.vocabularySize(),
                decoder.maxPositions(),
                decoder.vocabularySize());
    }
}
