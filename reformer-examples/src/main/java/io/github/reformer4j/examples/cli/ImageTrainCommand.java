package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains a model of images. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a model of images, one image a sequence, at the size that the preset has.",
            "The same command goes on where an earlier run with the same --out was stopped."
        })
final class ImageTrainCommand implements Callable<Integer> {

    private static final int KEEP = 2;

    @Mixin
    private ImageOptions images = new ImageOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Configuration by name: shapes-16, emoji-32 or imagenet64.")
    private String preset = "shapes-16";

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where checkpoints, metrics.csv and curve.png go.")
    private Path out = Path.of("runs", "images");

    @Option(
            names = "--new-rate",
            description = "Go on although --rate, --schedule, --warmup or --clip are others than before, "
                    + "as after a loss that was not finite.")
    private boolean newRate;

    @ParentCommand
    private ImageCommand image;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ReformerConfig named = options.changed(NamedConfigurations.byName(preset));
        int side = ImageOptions.side(named, "--preset " + preset);
        TrainerConfig training = options.trainer(named, RgbImage.length(side));
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        ImageData data = images.data(side);
        err.printf(
                Locale.ROOT,
                "%,d images of %d × %d pixels to train on, %,d held out, %d classes%n",
                data.trainingImages().size(),
                side,
                side,
                data.heldOutImages().size(),
                data.tokenizer().classes().size());
        ReformerConfig config = named.withVocabularySize(data.tokenizer().vocabularySize());
        try (TrainingFolder folder = TrainingFolder.open(out, data.tokenizer(), Reformer.typed(spec), KEEP);
                LanguageModel model = LanguageModel.create(config, DataType.FLOAT, training.seed())) {
            if (newRate) {
                folder.acceptNewRate();
            }
            err.printf(Locale.ROOT, "preset %s, %,d parameters%n", preset, ParameterSpec.total(model.parameters()));
            ShownRun run = new ShownRun(Material.IMAGES, err, image.interrupt());
            return run.run(model, data, training, folder).stopped() ? Reformer.INTERRUPTED : 0;
        }
    }
}
