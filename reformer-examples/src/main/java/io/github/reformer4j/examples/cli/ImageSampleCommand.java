package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.examples.image.ContactSheet;
import io.github.reformer4j.examples.image.Png;
import io.github.reformer4j.generation.ImageSampler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws whole images with a trained model. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Draws whole images with a trained model and writes them on one sheet.")
final class ImageSampleCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions("runs/images");

    @Mixin
    private ImageSamplingOptions sampling = new ImageSamplingOptions();

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Class of the images; may be given several times. Default: all in turn.")
    private List<String> classes = List.of();

    @Option(names = "--count", paramLabel = "NUMBER", description = "Images to draw.")
    private int count = 24;

    @Option(names = "--columns", paramLabel = "NUMBER", description = "Images of a row of the sheet.")
    private int columns = 8;

    @Option(names = "--out", paramLabel = "FILE", description = "PNG file of the sheet.")
    private Path out = Path.of("runs", "samples.png");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(count > 0, "--count must be positive, got %d", count);
        require(columns > 0, "--columns must be positive, got %d", columns);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        List<RgbImage> images = new ArrayList<>();
        long began = System.nanoTime();
        try (LoadedImageModel loaded = LoadedImageModel.of(model, err);
                Display display = Display.on(err)) {
            int[] labels = labels(loaded);
            ImageSampler sampler = loaded.sampler();
            for (int i = 0; i < count; i++) {
                images.add(sampler.sample(labels[i % labels.length], sampling.sampling(), sampling.seed(i)));
                display.show((i + 1.0) / count, String.format("%d of %d images", i + 1, count));
            }
        }
        Png.write(ContactSheet.of(images, columns), out);
        err.printf(
                Locale.ROOT,
                "%d images in %s, %.1f s for each%n",
                count,
                out,
                (System.nanoTime() - began) * 1e-9 / count);
        return 0;
    }

    private int[] labels(LoadedImageModel loaded) {
        return classes.isEmpty()
                ? IntStream.range(0, loaded.tokenizer().classes().size()).toArray()
                : classes.stream().mapToInt(loaded.tokenizer()::label).toArray();
    }
}
