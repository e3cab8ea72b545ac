package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.LabelledImage;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.examples.image.Png;
import io.github.reformer4j.model.Loss;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on images that it was not trained on, beside PNG. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Measures a model on held-out images, in bits per dimension, beside the size of PNG.")
final class ImageEvaluateCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions("runs/images");

    @Mixin
    private ImageOptions images = new ImageOptions();

    @Option(
            names = "--count",
            paramLabel = "NUMBER",
            description = "Held-out images that are measured, evenly spread; 0: all.")
    private int count;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the rotations.")
    private long seed = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        try (LoadedImageModel loaded = LoadedImageModel.of(model, err)) {
            ImageData data = images.data(loaded.tokenizer());
            List<Batch> batches = data.heldOut(1, loaded.tokenizer().length(), count);
            if (!data.hash().equals(loaded.dataHash())) {
                err.println("note: the model was trained on other images, or on another split of them");
            }
            Loss loss = loaded.language().loss(batches, Step.inference(seed));
            List<RgbImage> all =
                    data.heldOutImages().stream().map(LabelledImage::image).toList();
            print(loss, batches.size(), Png.bitsPerDimension(all), all.size());
        }
        return 0;
    }

    private void print(Loss loss, int measured, double png, int all) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "model %.3f bits per dimension over %,d held-out images%n", loss.bits(), measured);
        out.printf(Locale.ROOT, "PNG   %.3f bits per dimension over all %,d of them%n", png, all);
        out.flush();
    }
}
