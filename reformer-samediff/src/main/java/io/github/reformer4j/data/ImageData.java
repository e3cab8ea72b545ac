package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whole images for an autoregressive model, one a sequence, as {@link PixelTokenizer} tells. Of the groups of images that
 * are variants of one another a twentieth is held out, by their names. Training draws a group first and then an image of
 * it, so that an image of many variants does not crowd out the others.
 */
public final class ImageData implements BatchSource {

    private final PixelTokenizer tokenizer;
    private final List<LabelledImage> training = new ArrayList<>();
    private final List<LabelledImage> heldOut = new ArrayList<>();
    private final List<List<LabelledImage>> trainingGroups = new ArrayList<>();
    private final String hash;

    private ImageData(ImageSet set) {
        tokenizer = new PixelTokenizer(set.side(), set.classes());
        Map<String, List<LabelledImage>> groups = new LinkedHashMap<>();
        for (LabelledImage image : set.images()) {
            groups.computeIfAbsent(ImageGroup.of(image.name()), key -> new ArrayList<>())
                    .add(image);
        }
        require(
                groups.size() > 1,
                "all %d images are variants of one; give images of at least two things",
                set.images().size());
        Set<String> held = HeldOutSplit.heldOut(groups.keySet(), key -> key);
        groups.forEach((key, images) -> {
            if (held.contains(key)) {
                heldOut.addAll(images);
            } else {
                training.addAll(images);
                trainingGroups.add(images);
            }
        });
        hash = hash(training, heldOut);
    }

    /** Splits a set. */
    public static ImageData of(ImageSet set) {
        return new ImageData(set);
    }

    /** Names, labels and pixels, of which nothing is copied: a set may be larger than an array can be. */
    private static String hash(List<LabelledImage> training, List<LabelledImage> heldOut) {
        List<byte[]> parts = new ArrayList<>();
        for (List<LabelledImage> side : List.of(training, heldOut)) {
            for (LabelledImage image : side) {
                parts.add((image.label() + " " + image.name()).getBytes(StandardCharsets.UTF_8));
                parts.add(image.image().bytes());
            }
            parts.add(new byte[0]);
        }
        return Sha256.of(parts.toArray(byte[][]::new));
    }

    @Override
    public Batch training(long key, int size, int length) {
        requireWhole(size, length);
        List<LabelledImage> drawn = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<LabelledImage> group = draw(trainingGroups, key, 2L * i);
            drawn.add(draw(group, key, 2L * i + 1));
        }
        return batch(drawn);
    }

    private static <T> T draw(List<T> from, long key, long counter) {
        return from.get((int) (CounterRandom.uniform(key, counter) * from.size()));
    }

    @Override
    public List<Batch> heldOut(int size, int length, int most) {
        requireWhole(size, length);
        require(most >= 0, "the number of images must not be negative (0: all), got %d", most);
        int taken = most == 0 ? heldOut.size() : Math.min(most, heldOut.size());
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < taken; first += size) {
            List<LabelledImage> images = new ArrayList<>();
            for (int i = first; i < Math.min(taken, first + size); i++) {
                images.add(heldOut.get((int) ((long) i * heldOut.size() / taken)));
            }
            batches.add(batch(images));
        }
        return batches;
    }

    private void requireWhole(int size, int length) {
        require(size > 0, "a batch needs at least 1 image, got %d", size);
        require(
                length == tokenizer.length(),
                "an image of %d × %d pixels is a sequence of %d tokens, got a length of %d",
                tokenizer.side(),
                tokenizer.side(),
                tokenizer.length(),
                length);
    }

    /** The class and all bytes but the last, with all bytes as what is to be predicted. */
    private Batch batch(List<LabelledImage> images) {
        int[][] ids = new int[images.size()][tokenizer.length()];
        int[][] labels = new int[images.size()][tokenizer.length() + 1];
        for (int i = 0; i < ids.length; i++) {
            int[] bytes = tokenizer.encode(images.get(i).image().bytes());
            ids[i][0] = tokenizer.classToken(images.get(i).label());
            labels[i][0] = Batch.IGNORED;
            System.arraycopy(bytes, 0, ids[i], 1, bytes.length - 1);
            System.arraycopy(bytes, 0, labels[i], 1, bytes.length);
        }
        return new Batch(ids, labels, null);
    }

    @Override
    public String hash() {
        return hash;
    }

    /** Images and classes as tokens. */
    public PixelTokenizer tokenizer() {
        return tokenizer;
    }

    /** Images to train on. */
    public List<LabelledImage> trainingImages() {
        return List.copyOf(training);
    }

    /** Images held out. */
    public List<LabelledImage> heldOutImages() {
        return List.copyOf(heldOut);
    }
}
