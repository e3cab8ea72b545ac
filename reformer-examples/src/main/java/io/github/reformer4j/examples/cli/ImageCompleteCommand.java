package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.ImageFiles;
import io.github.reformer4j.data.LabelledImage;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.examples.image.ContactSheet;
import io.github.reformer4j.examples.image.Png;
import io.github.reformer4j.generation.ImageSampler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Completes images of which the upper rows are given. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Completes the lower half of images: of files, or of the held-out part of a set.",
            "A row of the sheet is an image, what the model was given of it, and completions."
        })
final class ImageCompleteCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions("runs/images");

    @Mixin
    private ImageOptions images = new ImageOptions();

    @Mixin
    private ImageSamplingOptions sampling = new ImageSamplingOptions();

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "An image to complete, of the class --class; may be given several times.")
    private List<Path> files = List.of();

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Class of the files of --image; default: the model's first.")
    private @Nullable String className;

    @Option(names = "--count", paramLabel = "NUMBER", description = "Held-out images, where no --image is given.")
    private int count = 6;

    @Option(names = "--completions", paramLabel = "NUMBER", description = "Completions of each.")
    private int completions = 4;

    @Option(names = "--keep", paramLabel = "ROWS", description = "Rows that are given; default: the upper half.")
    private @Nullable Integer rows;

    @Option(names = "--out", paramLabel = "FILE", description = "PNG file of the sheet.")
    private Path out = Path.of("runs", "completed.png");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(count > 0, "--count must be positive, got %d", count);
        require(completions > 0, "--completions must be positive, got %d", completions);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        List<RgbImage> sheet = new ArrayList<>();
        try (LoadedImageModel loaded = LoadedImageModel.of(model, err);
                Display display = Display.on(err)) {
            List<LabelledImage> given = given(loaded.tokenizer());
            for (LabelledImage image : given) {
                sheet.addAll(completed(image, loaded));
                int done = sheet.size() / (completions + 2);
                display.show((double) done / given.size(), String.format("%d of %d images", done, given.size()));
            }
        }
        Png.write(ContactSheet.of(sheet, completions + 2), out);
        err.printf(
                "%d images, each as it is, as it was given and %d times completed, in %s%n",
                sheet.size() / (completions + 2), completions, out);
        return 0;
    }

    private List<RgbImage> completed(LabelledImage image, LoadedImageModel loaded) {
        int kept = rows == null ? loaded.tokenizer().side() / 2 : rows;
        ImageSampler sampler = loaded.sampler();
        List<RgbImage> row = new ArrayList<>();
        row.add(image.image());
        for (int i = 0; i < completions; i++) {
            row.add(sampler.complete(image.label(), image.image(), kept, sampling.sampling(), sampling.seed(i)));
        }
        row.add(1, ContactSheet.upperRows(image.image(), kept));
        return row;
    }

    private List<LabelledImage> given(PixelTokenizer tokenizer) {
        if (!files.isEmpty()) {
            int label = className == null ? 0 : tokenizer.label(className);
            return files.stream()
                    .map(file -> new LabelledImage(file.toString(), label, ImageFiles.read(file, tokenizer.side())))
                    .toList();
        }
        require(className == null, "--class is the class of --image, and no --image is given");
        ImageData data = images.data(tokenizer);
        List<LabelledImage> all = data.heldOutImages();
        int taken = Math.min(count, all.size());
        List<LabelledImage> spread = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
            spread.add(all.get((int) ((long) i * all.size() / taken)));
        }
        return spread;
    }
}
