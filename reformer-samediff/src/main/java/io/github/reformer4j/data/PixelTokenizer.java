package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.List;
import java.util.Map;

/**
 * One token a byte of an image, ids 0 to 255, and one a class, ids 256 and on. A model reads the class first and then all
 * bytes but the last, so that at the place of each byte it predicts that byte, having read those before it.
 *
 * @param side pixels of a side of an image
 * @param classes their names, by label
 */
public record PixelTokenizer(int side, List<String> classes) implements Tokenizer {

    /** {@link #name} of this kind. */
    public static final String NAME = "pixels";

    /** Token ids of bytes are 0 to this − 1. */
    public static final int BYTES = 256;

    public PixelTokenizer {
        require(side > 0, "the side of an image must be positive, got %d", side);
        classes = List.copyOf(classes);
        require(!classes.isEmpty(), "a tokenizer of images needs at least one class, got none");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int vocabularySize() {
        return BYTES + classes.size();
    }

    /** Tokens of an image, n. */
    public int length() {
        return RgbImage.length(side);
    }

    /** The id that an image of a class begins with. */
    public int classToken(int label) {
        require(
                label >= 0 && label < classes.size(),
                "there are classes 0 to %d (%s), got %d",
                classes.size() - 1,
                String.join(", ", classes),
                label);
        return BYTES + label;
    }

    /** The label of a class by its name. */
    public int label(String name) {
        int label = classes.indexOf(name);
        require(label >= 0, "there is no class '%s'; there are %s", name, String.join(", ", classes));
        return label;
    }

    /** The tokens of the bytes of one image. */
    @Override
    public int[] encode(byte[] image) {
        require(
                image.length == length(),
                "this model reads images of %d × %d pixels, %d bytes each, got %d bytes; text is for other models",
                side,
                side,
                length(),
                image.length);
        return ByteTokenizer.PLAIN.encode(image);
    }

    /** The image of the tokens of its bytes. */
    public RgbImage image(int... ids) {
        byte[] bytes = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            require(ids[i] >= 0 && ids[i] < BYTES, "token %d of an image is no byte: %d", i, ids[i]);
            bytes[i] = (byte) ids[i];
        }
        return new RgbImage(side, bytes);
    }

    @Override
    public TextDecoder decoder() {
        throw new IllegalArgumentException("this model makes images, not text; sample them as images");
    }

    @Override
    public String toJson() {
        return Tokenizers.write(Map.of("type", NAME, "side", side, "classes", classes));
    }
}
