package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.ByteTokenizer;
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
        return tokenizer.image(continued(label, given, tokenizer.length(), sampling, seed));
    }

    /**
     * The bytes that follow the first bytes of an image.
     *
     * @param label its class
     * @param given its first bytes; may be none
     * @param count of bytes that follow, at most as many as the image has
     */
    public byte[] next(int label, byte[] given, int count, Sampling sampling, long seed) {
        require(
                count >= 0 && given.length + count <= tokenizer.length(),
                "an image has %d bytes, got %d and %d that follow",
                tokenizer.length(),
                given.length,
                count);
        int[] first = ByteTokenizer.PLAIN.encode(given);
        int[] ids = continued(label, first, given.length + count, sampling, seed);
        byte[] following = new byte[count];
        for (int i = 0; i < count; i++) {
            following[i] = (byte) ids[given.length + i];
        }
        return following;
    }

    private int[] continued(int label, int[] given, int length, Sampling sampling, long seed) {
        int[] ids = Arrays.copyOf(given, length);
        int[] prompt = new int[given.length + 1];
        prompt[0] = tokenizer.classToken(label);
        System.arraycopy(given, 0, prompt, 1, given.length);
        if (given.length == length) {
            return ids;
        }
        Decoder decoder = decoders.apply(seed);
        requireFits(decoder);
        BitSet occurred = new BitSet();
        Arrays.stream(given).forEach(occurred::set);
        for (int i = given.length; i < length; i++) {
            double[] logits = (i == given.length ? decoder.ingest(new int[][] {prompt}) : decoder.next(ids[i - 1]))[0];
            // A class never follows.
            ids[i] = Sampler.next(Arrays.copyOf(logits, PixelTokenizer.BYTES), occurred, sampling, seed, i);
            occurred.set(ids[i]);
        }
        return ids;
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
