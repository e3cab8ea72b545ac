package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of image files (PNG, JPEG, GIF, BMP) as {@link RgbImage#of} makes them square and small. Files in folders
 * have the outermost folder's name as their class, unless a file tells the classes; files beside no folder are of one
 * class.
 */
public final class ImageFiles {

    /** The class of images that have none. */
    public static final String ONE_CLASS = "image";

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    private static final long MOST_PIXELS = 1L << 26;

    private ImageFiles() {}

    /**
     * All images under a folder.
     *
     * @param side pixels of a side to read them at
     * @param classes a file that names the class of each, or null: by folder
     */
    public static ImageSet read(Path folder, int side, @Nullable Path classes) {
        require(Files.isDirectory(folder), "there is no folder of images %s; check the path", folder);
        List<Path> files =
                TextFiles.under(folder).stream().filter(ImageFiles::isImage).toList();
        require(
                !files.isEmpty(),
                "the folder %s holds no image; give one with files that end in .png, .jpg, .gif or .bmp",
                folder);
        Function<String, String> classOf = classes == null ? ImageFiles::folderOf : named(classes);
        List<String> names = files.stream().map(file -> name(folder, file)).toList();
        List<String> labels =
                List.copyOf(new TreeSet<>(names.stream().map(classOf).toList()));
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            int label = labels.indexOf(classOf.apply(names.get(i)));
            images.add(new LabelledImage(names.get(i), label, read(files.get(i), side)));
        }
        return new ImageSet(side, labels, images);
    }

    /** One image. */
    public static RgbImage read(Path file, int side) {
        BufferedImage picture = TextFiles.read(file, path -> decode(path));
        try {
            return RgbImage.of(picture, side);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static BufferedImage decode(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            require(readers.hasNext(), "%s is no image that Java can read; give PNG, JPEG, GIF or BMP", file);
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                require(
                        pixels <= MOST_PIXELS,
                        "%s has %d pixels, more than %d; make it smaller",
                        file,
                        pixels,
                        MOST_PIXELS);
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static boolean isImage(Path file) {
        String name = TextFiles.fileName(file);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String folderOf(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? ONE_CLASS : name.substring(0, slash);
    }

    private static Function<String, String> named(Path file) {
        Map<String, String> classes = ImageClasses.read(file);
        return name -> {
            String found = classes.get(name.substring(name.lastIndexOf('/') + 1));
            require(found != null, "%s names no class for the image %s; add it there or remove the image", file, name);
            return Objects.requireNonNull(found);
        };
    }
}
