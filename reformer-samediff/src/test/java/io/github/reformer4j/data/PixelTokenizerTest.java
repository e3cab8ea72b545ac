package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PixelTokenizerTest {

    private final PixelTokenizer tokenizer = new PixelTokenizer(2, List.of("cat", "dog, \"old\""));

    @Test
    void itsJsonFormIsReadBack() {
        assertThat(Tokenizers.fromJson(tokenizer.toJson())).isEqualTo(tokenizer);
        assertThat(tokenizer.vocabularySize()).isEqualTo(258);
    }

    @Test
    void classesHaveTheirNamesAndTokens() {
        assertThat(tokenizer.label("cat")).isZero();
        assertThat(tokenizer.classToken(1)).isEqualTo(257);
        assertThatThrownBy(() -> tokenizer.label("cow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no class 'cow'; there are cat, dog, \"old\"");
        assertThatThrownBy(() -> tokenizer.classToken(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are classes 0 to 1 (cat, dog, \"old\"), got 2");
    }

    @Test
    void textIsForOtherModels() {
        assertThatThrownBy(() -> tokenizer.encode("hello"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "this model reads images of 2 × 2 pixels, 12 bytes each, got 5 bytes; text is for other models");
        assertThatThrownBy(tokenizer::decoder)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this model makes images, not text; sample them as images");
    }

    @Test
    void aDamagedJsonFormIsRefused() {
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\":\"pixels\",\"side\":\"2\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tokenizer of images needs a whole number as side, got \"2\"");
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\":\"pixels\",\"side\":2,\"classes\":[7]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a class of images must be a text, got 7");
        assertThatThrownBy(() -> Tokenizers.fromJson("{\"type\":\"pixels\",\"side\":2}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tokenizer of images needs at least one class, got none");
    }
}
