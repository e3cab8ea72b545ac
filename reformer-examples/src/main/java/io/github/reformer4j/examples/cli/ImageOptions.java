package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.ImageFiles;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.examples.image.DrawnPictures;
import io.github.reformer4j.model.ReformerConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which images to read. */
final class ImageOptions {

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            showDefaultValue = Visibility.NEVER,
            description = "Folder of images; folders in it are classes. Default: shapes, drawn as they are needed.")
    private @Nullable Path images;

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "Lines of file name,class, or the emoji.json of a package emoji-datasource.")
    private @Nullable Path classes;

    /** The images, split into those to train on and those that are never trained on. */
    ImageData data(int side) {
        require(images != null || classes == null, "--classes tells the classes of --images; give both");
        return ImageData.of(images == null ? DrawnPictures.set(side) : ImageFiles.read(images, side, classes));
    }

    /** The images for a model, whose classes must be those that it knows. */
    ImageData data(PixelTokenizer tokenizer) {
        ImageData data = data(tokenizer.side());
        require(
                data.tokenizer().classes().equals(tokenizer.classes()),
                "the images have classes %s, the model knows %s; give images of the same classes, by folder or --classes",
                data.tokenizer().classes(),
                tokenizer.classes());
        return data;
    }

    /** Pixels of a side of the images that a model reads, by the axes of its positions. */
    static int side(ReformerConfig config, String name) {
        List<Integer> axes = config.positions().axialShape();
        boolean square = axes.size() == 3
                && axes.get(0).equals(axes.get(1))
                && axes.get(2) == RgbImage.CHANNELS
                && config.maxPositions() == RgbImage.length(axes.get(0));
        require(
                square,
                "%s has no positions by height, width and channel; image models are shapes-16, emoji-32 and imagenet64",
                name);
        return axes.get(0);
    }
}
