package io.github.reformer4j.zoo;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.Continuation;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.ImageSampler;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model makes of a prompt when the likeliest token is taken always. A model of text continues text. To a model of images
 * the prompt is the name of a class, a colon, and the first bytes of an image in hexadecimal digits, and what follows is bytes
 * likewise: {@code Symbols:ffffff}.
 */
public final class GoldenWriting {

    private static final Pattern IMAGE = Pattern.compile("(?<class>.+):(?<bytes>([0-9a-f]{2})*)");

    private GoldenWriting() {}

    /**
     * So many tokens that follow a prompt.
     *
     * @param seed of the rotations of LSH layers
     * @throws IllegalArgumentException where a model of images is given another prompt
     */
    public static String of(LanguageModel model, Tokenizer tokenizer, String prompt, int tokens, long seed) {
        return tokenizer instanceof PixelTokenizer pixels
                ? image(model, pixels, prompt, tokens, seed)
                : new Continuation(model, tokenizer)
                        .generate(prompt, GenerationConfig.of(Sampling.greedy(), tokens, seed), piece -> {})
                        .text();
    }

    private static String image(LanguageModel model, PixelTokenizer pixels, String prompt, int tokens, long seed) {
        Matcher matcher = IMAGE.matcher(prompt);
        require(
                matcher.matches(),
                "the prompt of a model of images is CLASS:BYTES, bytes in hexadecimal digits, got '%s'",
                prompt);
        byte[] given = HexFormat.of().parseHex(matcher.group("bytes"));
        byte[] next = new ImageSampler(model, pixels)
                .next(pixels.label(matcher.group("class")), given, tokens, Sampling.greedy(), seed);
        return HexFormat.of().formatHex(next);
    }
}
