package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageGroupTest {

    @ParameterizedTest
    @CsvSource({
        "1f44b.png, 1f44b-1f3fd.png",
        "1f44b.png, folder/1F44B-1F3FF.PNG",
        "1f468-200d-1f33e.png, 1f469-1f3fb-200d-1f33e.png",
        "1f468-200d-1f33e.png, 1f9d1-200d-1f33e.png",
        "1f3c3.png, 1f3c3-1f3fe-200d-2640-fe0f-200d-27a1-fe0f.png",
        "1faf1-1f3fb-200d-1faf2-1f3fc.png, 1faf1-1f3ff-200d-1faf2-1f3fd.png",
        "1f468-200d-2764-fe0f-200d-1f468.png, 1f469-200d-2764-fe0f-200d-1f468.png"
    })
    void variantsOfAnEmojiAreOneGroup(String one, String other) {
        assertThat(ImageGroup.of(one)).isEqualTo(ImageGroup.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "1f44b.png, 1f44c.png",
        "1f1e9-1f1ea.png, 1f1e9-1f1f0.png",
        "0031-fe0f-20e3.png, 0032-fe0f-20e3.png",
        "1f468-200d-1f33e.png, 1f468-200d-1f692.png",
        "cats/1.jpg, dogs/1.jpg",
        "face.png, facade.png"
    })
    void otherImagesAreNot(String one, String other) {
        assertThat(ImageGroup.of(one)).isNotEqualTo(ImageGroup.of(other));
    }

    @Test
    void aSignThatStandsAloneIsItself() {
        assertThat(ImageGroup.of("2640-fe0f.png")).isEqualTo("2640-fe0f");
        assertThat(ImageGroup.of("2642-fe0f.png")).isEqualTo("2642-fe0f");
    }
}
