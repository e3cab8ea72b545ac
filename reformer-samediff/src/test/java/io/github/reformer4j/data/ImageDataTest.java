package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDataTest {

    private static final int SIDE = 2;
    private static final int LENGTH = 12;
    private static final List<String> TONES = List.of("", "-1f3fb", "-1f3fd", "-1f3ff", "-fe0f");
    private static final List<String> PEOPLE = List.of("1f468", "1f469", "1f9d1");

    /** Emoji of things with variants, and of people with tools. */
    private static List<String> names(long seed, int things) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            String point = String.format("1f%03x", (int) (CounterRandom.uniform(seed, i) * 0x300));
            for (String tone : TONES) {
                names.add(point + tone + ".png");
                names.add(PEOPLE.get(i % 3) + tone + "-200d-" + point + ".png");
            }
        }
        return names.stream().distinct().toList();
    }

    private static ImageSet set(List<String> names) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            byte[] bytes = new byte[LENGTH];
            Arrays.fill(bytes, (byte) i);
            bytes[0] = (byte) (i >> 8);
            images.add(new LabelledImage(names.get(i), i % 2, new RgbImage(SIDE, bytes)));
        }
        return new ImageSet(SIDE, List.of("even", "odd"), images);
    }

    private static Set<String> groups(List<LabelledImage> images) {
        Set<String> groups = new HashSet<>();
        images.forEach(image -> groups.add(ImageGroup.of(image.name())));
        return groups;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noVariantOfAHeldOutImageIsTrainedOn(long seed) {
        ImageData data = ImageData.of(set(names(seed, 150)));

        assertThat(groups(data.heldOutImages()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(groups(data.trainingImages()));
        int all = data.trainingImages().size() + data.heldOutImages().size();
        assertThat(all).isEqualTo(names(seed, 150).size());
        assertThat((double) data.heldOutImages().size() / all).isBetween(0.01, 0.12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anImageKeepsItsSideWhenOthersCome(long seed) {
        List<String> few = names(seed, 60);
        List<String> more = new ArrayList<>(few);
        more.addAll(names(seed + 100, 60).stream()
                .filter(name -> !few.contains(name))
                .toList());

        assertThat(sides(ImageData.of(set(more)).heldOutImages()))
                .containsAll(sides(ImageData.of(set(few)).heldOutImages()));
    }

    private static List<String> sides(List<LabelledImage> images) {
        return images.stream().map(LabelledImage::name).toList();
    }

    @Test
    void aSequenceIsTheClassAndAllBytesButTheLastAndPredictsAllBytes() {
        ImageData data = ImageData.of(set(List.of("a.png", "b.png", "c.png")));
        Batch batch = data.training(7, 5, LENGTH);

        assertThat(batch.length()).isEqualTo(LENGTH);
        for (int row = 0; row < 5; row++) {
            int[] bytes = Arrays.copyOfRange(batch.labels()[row], 1, LENGTH + 1);
            LabelledImage image = data.trainingImages().stream()
                    .filter(one -> Arrays.equals(
                            one.image().bytes(), data.tokenizer().image(bytes).bytes()))
                    .findFirst()
                    .orElseThrow();
            assertThat(batch.ids()[row][0]).isEqualTo(PixelTokenizer.BYTES + image.label());
            assertThat(Arrays.copyOfRange(batch.ids()[row], 1, LENGTH)).isEqualTo(Arrays.copyOf(bytes, LENGTH - 1));
            assertThat(batch.labels()[row][0]).isEqualTo(Batch.IGNORED);
        }
    }

    @Test
    void batchesAreFunctionsOfTheKey() {
        ImageData data = ImageData.of(set(names(1, 50)));

        assertThat(data.training(3, 4, LENGTH).ids())
                .isDeepEqualTo(data.training(3, 4, LENGTH).ids());
        assertThat(Arrays.deepEquals(
                        data.training(3, 4, LENGTH).ids(),
                        data.training(4, 4, LENGTH).ids()))
                .isFalse();
    }

    @Test
    void aGroupOfManyVariantsIsDrawnAsOftenAsOneOfASingleImage() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            names.add("single" + i + ".png");
        }
        for (int i = 0; i < 10; i++) {
            int point = i;
            TONES.forEach(tone -> names.add("1f44" + point + tone + ".png"));
        }
        ImageData data = ImageData.of(set(names));
        long single = data.trainingImages().stream()
                .filter(image -> image.name().startsWith("single"))
                .count();
        long drawn = IntStream.range(0, 4000)
                .filter(key -> data.training(key, 1, LENGTH).labels()[0][LENGTH] < 10)
                .count();

        // The deviation of a share of 4,000 draws is less than 0.008; drawn by image it would be about 1 in 6.
        double expected = (double) single / groups(data.trainingImages()).size();
        assertThat(drawn / 4000.0).isCloseTo(expected, within(0.04));
    }

    @Test
    void allThatIsHeldOutIsMeasuredOnceAndFewAreSpreadOverIt() {
        ImageData data = ImageData.of(set(names(2, 150)));
        int all = data.heldOutImages().size();

        assertThat(data.heldOut(4, LENGTH, 0).stream().mapToInt(Batch::size).sum())
                .isEqualTo(all);
        assertThat(data.heldOut(4, LENGTH, 3))
                .singleElement()
                .satisfies(batch -> assertThat(batch.size()).isEqualTo(3));
        assertThat(data.heldOut(4, LENGTH, all + 9).stream()
                        .mapToInt(Batch::size)
                        .sum())
                .isEqualTo(all);
    }

    @Test
    void theHashTellsDataApart() {
        String hash = ImageData.of(set(names(1, 20))).hash();

        assertThat(ImageData.of(set(names(1, 20))).hash()).isEqualTo(hash).hasSize(64);
        assertThat(ImageData.of(set(names(1, 21))).hash()).isNotEqualTo(hash);
    }

    @Test
    void aLengthThatIsNoImageIsRefused() {
        ImageData data = ImageData.of(set(names(1, 20)));

        assertThatThrownBy(() -> data.training(1, 1, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image of 2 × 2 pixels is a sequence of 12 tokens, got a length of 11");
    }

    @Test
    void variantsOfOneThingCannotBeSplit() {
        assertThatThrownBy(() -> ImageData.of(set(List.of("1f44b.png", "1f44b-1f3fb.png"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("all 2 images are variants of one; give images of at least two things");
    }
}
