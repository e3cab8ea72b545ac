package io.github.reformer4j.examples.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.ImageSet;
import io.github.reformer4j.data.LabelledImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnPicturesTest {

    @Test
    void theSetIsTheSameEachTimeAndHasEveryClass() {
        ImageSet set = DrawnPictures.set(16);

        assertThat(ImageData.of(set).hash())
                .isEqualTo(ImageData.of(DrawnPictures.set(16)).hash());
        assertThat(set.images().stream().map(LabelledImage::label).distinct())
                .hasSize(set.classes().size());
        assertThat(ImageData.of(set).heldOutImages()).hasSizeBetween(30, 90);
    }

    @Test
    void picturesDifferAndBeginWhite() throws Exception {
        List<LabelledImage> images = DrawnPictures.set(16).images();
        Set<List<Byte>> seen = new HashSet<>();
        for (LabelledImage image : images) {
            List<Byte> bytes = new java.util.ArrayList<>();
            for (byte value : image.image().bytes()) {
                bytes.add(value);
            }
            assertThat(seen.add(bytes)).as(image.name()).isTrue();
            assertThat(image.image().bytes()).as(image.name()).startsWith(255, 255, 255);
        }
        double png =
                Png.bitsPerDimension(images.stream().map(LabelledImage::image).toList());
        assertThat(png).isBetween(1.0, 8.0);
    }
}
