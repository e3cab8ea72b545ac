package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.data.ImageFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From images to a model, and to images that it draws, all through the command line. */
class ImageCommandTest {

    @TempDir
    private static Path folder;

    private static CommandRun trained = new CommandRun(-1, "", "");

    @BeforeAll
    static void train() throws IOException {
        for (int i = 0; i < 24; i++) {
            write("set/" + (i % 2 == 0 ? "dark" : "light") + "/" + i + ".png", 16, i % 2 == 0 ? i : 0xFFFFFF - i);
        }
        write("small.png", 8, 0);
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("text.png"), "no image");
        trained = train(folder.resolve("run"), 6);
    }

    private static void write(String name, int side, int colour) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            picture.setRGB(i % side, i / side, colour);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }

    private static CommandRun train(Path out, int steps) {
        List<Object> all = new ArrayList<>(List.of("image", "train", "--images", folder.resolve("set"), "--out", out));
        all.addAll(List.of("--steps", steps, "--warmup", 2, "--rate", 0.01, "--evaluate-every", 3, "--save-every", 3));
        return CommandRun.of(all.toArray());
    }

    @Test
    void trainingShowsItsProgress() {
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err().lines().toList())
                .anyMatch(line -> line.matches("2\\d images of 16 × 16 pixels to train on, [1-4] held out, 2 classes"))
                .anyMatch(
                        line -> line.matches(" 50% step 3, [\\d,]+ tokens/s, \\d+\\.\\d{3} bits/dim, \\d+:\\d\\d left"))
                .anyMatch(line ->
                        line.matches("step 3: \\d+\\.\\d{3} bits per dimension on held-out images, the best so far"))
                .last()
                .asString()
                .startsWith("6 steps, ")
                .endsWith("checkpoints, metrics.csv and curve.png in " + folder.resolve("run"));
        assertThat(folder.resolve("run/best/provenance.json")).content().contains("./reformer image train --images");
        assertThat(folder.resolve("run/curve.png")).isNotEmptyFile();
    }

    @Test
    void theSameCommandGoesOnToTheSameLosses() throws IOException {
        Path out = folder.resolve("in-two");
        assertThat(train(out, 3).code()).isZero();
        CommandRun second = train(out, 6);

        assertThat(second.err()).contains("goes on after step 3");
        assertThat(Losses.of(out)).isEqualTo(Losses.of(folder.resolve("run")));
    }

    @Test
    void samplesStandOnASheetAndAreAlikeBySeed() throws IOException {
        List<Object> arguments = List.of("--count", 3, "--columns", 2, "--class", "light");
        CommandRun run = sample("a.png", 1, arguments);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lastWord()).matches("3 images in .*a\\.png, \\d+\\.\\d s for each");
        BufferedImage sheet = ImageIO.read(folder.resolve("a.png").toFile());
        assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(204, 204);
        sample("b.png", 1, arguments);
        sample("c.png", 5, arguments);
        assertThat(folder.resolve("b.png")).hasSameBinaryContentAs(folder.resolve("a.png"));
        assertThat(Files.readAllBytes(folder.resolve("c.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("a.png")));
    }

    private static CommandRun sample(String out, int seed, List<Object> more) {
        List<Object> all = new ArrayList<>(List.of("image", "sample", "--model", folder.resolve("run")));
        all.addAll(List.of("--out", folder.resolve(out), "--seed", seed));
        all.addAll(more);
        return CommandRun.of(all.toArray());
    }

    @Test
    void theUpperRowsOfACompletedImageAreThoseGiven() throws IOException {
        Path image = folder.resolve("set/dark/6.png");
        CommandRun run = CommandRun.of(
                "image",
                "complete",
                "--model",
                folder.resolve("run"),
                "--image",
                image,
                "--class",
                "dark",
                "--completions",
                1,
                "--out",
                folder.resolve("completed.png"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lastWord()).startsWith("1 images, each as it is, as it was given and 1 times completed, in ");
        BufferedImage sheet = ImageIO.read(folder.resolve("completed.png").toFile());
        assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(304, 104);
        for (int y = 5; y < 52; y++) {
            assertThat(sheet.getRGB(250, y)).isEqualTo(0xFF000006).isEqualTo(sheet.getRGB(50, y));
        }
        assertThat(sheet.getRGB(150, 60)).isEqualTo(0xFFAAAAAA);
        assertThat(ImageFiles.read(image, 16).bytes()).startsWith(0, 0, 6);
    }

    @Test
    void heldOutImagesAreCompleted() {
        Path out = folder.resolve("some/where/held-out.png");
        CommandRun run = CommandRun.of(
                "image",
                "complete",
                "--model",
                folder.resolve("run"),
                "--images",
                folder.resolve("set"),
                "--count",
                1,
                "--keep",
                15,
                "--out",
                out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out).isNotEmptyFile();
    }

    @Test
    void theModelIsMeasuredBesidePng() {
        CommandRun run =
                CommandRun.of("image", "evaluate", "--model", folder.resolve("run"), "--images", folder.resolve("set"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("note:");
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).matches("model \\d{1,2}\\.\\d{3} bits per dimension over [1-4] held-out images");
        assertThat(lines.get(1)).matches("PNG {3}\\d{1,2}\\.\\d{3} bits per dimension over all [1-4] of them");
    }

    static List<Arguments> mistakes() {
        Path set = folder.resolve("set");
        Path empty = folder.resolve("empty");
        Path run = folder.resolve("run");
        return List.of(
                Arguments.of(
                        List.of("train", "--images", empty),
                        "the folder " + empty
                                + " holds no image; give one with files that end in .png, .jpg, .gif or .bmp"),
                Arguments.of(
                        List.of("train", "--images", folder.resolve("none")),
                        "there is no folder of images " + folder.resolve("none") + "; check the path"),
                Arguments.of(
                        List.of("train", "--preset", "mini"),
                        "--preset mini has no positions by height, width and channel; image models are shapes-16, "
                                + "emoji-32 and imagenet64"),
                Arguments.of(
                        List.of("train", "--preset", "emoji-32", "--images", set),
                        set.resolve("dark/0.png")
                                + ": a picture of 16 × 16 pixels is smaller than the 32 × 32 that the model reads; "
                                + "give a larger one"),
                Arguments.of(
                        List.of("train", "--classes", empty), "--classes tells the classes of --images; give both"),
                Arguments.of(
                        List.of("sample", "--model", run, "--class", "red"),
                        "there is no class 'red'; there are dark, light"),
                Arguments.of(List.of("sample", "--model", run, "--count", 0), "--count must be positive, got 0"),
                Arguments.of(
                        List.of("complete", "--model", run, "--image", folder.resolve("text.png")),
                        folder.resolve("text.png") + " is no image that Java can read; give PNG, JPEG, GIF or BMP"),
                Arguments.of(
                        List.of("complete", "--model", run, "--image", folder.resolve("small.png")),
                        folder.resolve("small.png")
                                + ": a picture of 8 × 8 pixels is smaller than the 16 × 16 that the model reads; "
                                + "give a larger one"),
                Arguments.of(
                        List.of("complete", "--model", run, "--images", set, "--keep", 17),
                        "of an image of 16 rows 0 to 16 can be kept, got 17"),
                Arguments.of(
                        List.of("evaluate", "--model", run),
                        "the images have classes [cross, disc, ring, square, star, triangle], the model knows "
                                + "[dark, light]; give images of the same classes, by folder or --classes"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneSentence(List<Object> arguments, String sentence) {
        List<Object> all = new ArrayList<>(List.of("image"));
        all.addAll(arguments);
        CommandRun run = CommandRun.of(all.toArray());

        assertThat(run.lastWord()).isEqualTo(sentence);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void modelsOfTextAndOfImagesAreToldApart() throws IOException {
        CommandRun text = CommandRun.of("generate", "--model", folder.resolve("run"), "--prompt", "hello");
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.lastWord())
                .isEqualTo("this model reads images of 16 × 16 pixels, 768 bytes each, got 5 bytes; text is for other "
                        + "models");

        Path out = folder.resolve("text-run");
        Path file = SmallText.write(folder.resolve("text"), 60);
        CommandRun.of(
                "train", "--preset", "tiny", "--text", file, "--length", 64, "--steps", 1, "--sample", 0, "--out", out);
        CommandRun images = CommandRun.of("image", "sample", "--model", out);
        assertThat(images.code()).isEqualTo(2);
        assertThat(images.lastWord())
                .isEqualTo("this model reads bytes, not images; give one that ./reformer image train has made");
    }
}
