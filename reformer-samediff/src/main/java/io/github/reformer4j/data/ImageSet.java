package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/**
 * Images of one size with their classes.
 *
 * @param side pixels of a side of each
 * @param classes their names, by label
 * @param images at least 2, so that one can be held out
 */
public record ImageSet(int side, List<String> classes, List<LabelledImage> images) {

    public ImageSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        require(!classes.isEmpty(), "images need at least one class, got none");
        require(
                images.size() > 1,
                "a set of images needs one to train on and one to hold out, got %d; give more images",
                images.size());
        for (LabelledImage image : images) {
            require(
                    image.image().side() == side,
                    "image %s has %d pixels a side, its set %d; read all at one size",
                    image.name(),
                    image.image().side(),
                    side);
            require(
                    image.label() >= 0 && image.label() < classes.size(),
                    "image %s has class %d, and there are %d classes",
                    image.name(),
                    image.label(),
                    classes.size());
        }
    }
}
