package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

    @TempDir
    private Path folder;

    private Path write(String name, int size, int colour) throws IOException {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            picture.setRGB(i % size, i / size, colour);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        return file;
    }

    private static String listed(ImageSet set) {
        return set.images().stream()
                .map(image -> image.name() + "=" + set.classes().get(image.label()))
                .collect(Collectors.joining(" "));
    }

    @Test
    void foldersAreClassesAndOtherFilesAreLeftOut() throws IOException {
        write("dogs/b.png", 4, 0xFF0000);
        write("cats/a.gif", 8, 0xFFFFFF);
        write("cats/more/c.bmp", 2, 0);
        Files.writeString(folder.resolve("cats/notes.txt"), "no image");
        Files.writeString(folder.resolve("cats/.hidden.png"), "no image");
        ImageSet set = ImageFiles.read(folder, 2, null);

        assertThat(listed(set)).isEqualTo("cats/a.gif=cats cats/more/c.bmp=cats dogs/b.png=dogs");
        assertThat(set.images().get(2).image().bytes()).startsWith(255, 0, 0, 255, 0, 0);
    }

    @Test
    void filesBesideNoFolderAreOfOneClass() throws IOException {
        write("a.png", 2, 0);
        write("b.png", 2, 0);

        assertThat(listed(ImageFiles.read(folder, 2, null))).isEqualTo("a.png=image b.png=image");
    }

    @Test
    void aFileTellsTheClasses() throws IOException {
        write("a.png", 2, 0);
        write("b.png", 2, 0);
        Path lines = Files.writeString(folder.resolve("classes.csv"), "b.png, night, late\n\na.png,day\n");
        Path json = Files.writeString(
                folder.resolve("emoji.json"),
                "[{\"image\":\"a.png\",\"category\":\"Food & Drink\",\"skin_variations\":{\"1F3FB\":{\"image\":\"b.png\"}}}]");

        assertThat(listed(ImageFiles.read(folder, 2, lines))).isEqualTo("a.png=day b.png=night, late");
        assertThat(listed(ImageFiles.read(folder, 2, json))).isEqualTo("a.png=Food & Drink b.png=Food & Drink");
    }

    @Test
    void anImageWithoutAClassIsNamed() throws IOException {
        write("a.png", 2, 0);
        Path classes = Files.writeString(folder.resolve("classes.csv"), "b.png,night\n");

        assertRefused(
                () -> ImageFiles.read(folder, 2, classes),
                classes + " names no class for the image a.png; add it there or remove the image");
        Path damaged = Files.writeString(folder.resolve("damaged.csv"), "a.png,day\nb.png\n");
        assertRefused(
                () -> ImageFiles.read(folder, 2, damaged),
                "line 2 of " + damaged + " must be a file name, a comma and a class, got 'b.png'");
        assertRefused(
                () -> ImageFiles.read(folder, 2, folder.resolve("none.csv")),
                "there is no file " + folder.resolve("none.csv") + " with the classes of images; check the path");
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no image");
        assertRefused(
                () -> ImageFiles.read(text, 2), text + " is no image that Java can read; give PNG, JPEG, GIF or BMP");

        byte[] whole = Files.readAllBytes(write("whole.png", 64, 0x345678));
        Path torn = Files.write(folder.resolve("torn.png"), Arrays.copyOf(whole, 40));
        assertThatThrownBy(() -> ImageFiles.read(torn, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot read " + torn + " (")
                .hasMessageEndingWith("); check that it is whole and may be read");
    }

    @Test
    void aSmallImageIsNamed() throws IOException {
        Path small = write("small.png", 16, 0);

        assertRefused(
                () -> ImageFiles.read(small, 32),
                small + ": a picture of 16 × 16 pixels is smaller than the 32 × 32 that the model reads; "
                        + "give a larger one");
    }

    @Test
    void aFolderMustBeThereAndHoldTwoImages() throws IOException {
        Path none = folder.resolve("none");
        assertRefused(
                () -> ImageFiles.read(none, 2, null), "there is no folder of images " + none + "; check the path");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertRefused(
                () -> ImageFiles.read(empty, 2, null),
                "the folder " + empty + " holds no image; give one with files that end in .png, .jpg, .gif or .bmp");
        write("one/a.png", 2, 0);
        assertRefused(
                () -> ImageFiles.read(folder.resolve("one"), 2, null),
                "a set of images needs one to train on and one to hold out, got 1; give more images");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String sentence) {
        assertThatThrownBy(reading).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    @Test
    void classesAreSorted() throws IOException {
        for (String name : List.of("z/1.png", "a/1.png", "m/1.png")) {
            write(name, 2, 0);
        }

        assertThat(ImageFiles.read(folder, 2, null).classes()).containsExactly("a", "m", "z");
    }
}
