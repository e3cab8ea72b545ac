package io.github.reformer4j.zoo.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZooIndexTest {

    private static final URI LOCATION = URI.create("file:///models/index.json");
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static final String WHOLE = """
            {"format": "reformer4j-index", "version": 1, "models": [
              {"name": "a/b-c", "version": 2, "format": "reformer", "description": "d", "configuration": {"x": 1},
               "tokenizer": {"type": "bytes", "offset": 0},
               "files": [{"name": "m.safetensors", "size": 7, "sha256": "%s",
                          "urls": ["m.safetensors", "https://example.org/m", "classpath:/m"]}],
               "licence": {"name": "CC0-1.0", "url": "https://example.org/l", "accept": true}, "data": "text",
               "metrics": {"bits per byte": 1.5}, "command": "./reformer train",
               "golden": {"prompt": "p", "tokens": 3, "seed": 4, "output": "o"}}]}
            """.formatted(HASH);

    @TempDir
    private Path folder;

    private static ZooIndex parse(String json) {
        return ZooIndex.parse(json.getBytes(StandardCharsets.UTF_8), LOCATION);
    }

    @Test
    void everyFieldIsRead() {
        ModelEntry entry = parse(WHOLE).find("a/b-c@2");

        assertThat(entry.id()).isEqualTo(new ModelId("a/b-c", 2));
        assertThat(entry.format()).isEqualTo(ModelEntry.REFORMER);
        assertThat(entry.configuration()).isEqualTo("{\"x\":1}");
        assertThat(entry.tokenizer()).isEqualTo("{\"type\":\"bytes\",\"offset\":0}");
        ModelFile file = entry.files().get(0);
        assertThat(file.size()).isEqualTo(7);
        assertThat(file.sha256()).isEqualTo(HASH);
        assertThat(file.sources())
                .containsExactly(
                        URI.create("file:///models/m.safetensors"),
                        URI.create("https://example.org/m"),
                        URI.create("classpath:/m"));
        assertThat(entry.licence()).isEqualTo(new Licence("CC0-1.0", "https://example.org/l", true));
        assertThat(entry.metrics()).containsEntry("bits per byte", 1.5).hasSize(1);
        assertThat(entry.command()).isEqualTo("./reformer train");
        assertThat(entry.golden()).isEqualTo(new GoldenOutput("p", 3, 4, "o"));
        assertThat(entry.size()).isEqualTo(7);
        assertThat(entry.isBundled()).isTrue();
        assertThat(entry.isTrustedAtFirstDownload()).isFalse();
    }

    @Test
    void whatIsBundledIsSound() {
        ZooIndex bundled = ZooIndex.bundled();

        assertThat(bundled.entries())
                .extracting(entry -> entry.id().name())
                .contains("google/reformer-crime-and-punishment", "google/reformer-enwik8");
        for (ModelEntry entry : bundled.entries()) {
            for (ModelFile file : entry.files()) {
                assertThat(file.sources())
                        .allSatisfy(source -> assertThat(source.getScheme()).isIn("https", "classpath"));
                assertThat(file.sources().stream().filter(ModelFile::isResource))
                        .allSatisfy(source -> assertThat(ZooIndex.class.getResource(source.getPath()))
                                .isNotNull());
            }
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments(
                        "\"version\": 1, \"models\"",
                        "\"version\": 2, \"models\"",
                        "its version is 2, this release reads"),
                arguments("reformer4j-index", "other", "its format must be 'reformer4j-index', got 'other'"),
                arguments("{\"format\"", "[{\"format\"", "it is no JSON ("),
                arguments("\"models\": [", "\"models\": 3, \"x\": [", "it needs a list as models, got 3"),
                arguments("\"data\": \"text\"", "\"dada\": \"text\"", "model 1 needs a text as data, got none"),
                arguments(
                        "\"data\": \"text\"",
                        "\"data\": \"text\", \"nonce\": 1, \"extra\": 2",
                        "model 1 has the fields [extra, nonce], which this release does not know; it knows [command, "),
                arguments("\"accept\"", "\"acept\"", "licence of model 1 has the fields [acept]"),
                arguments("\"seed\"", "\"sead\"", "golden of model 1 needs a whole number as seed, got none"),
                arguments("\"size\": 7", "\"size\": 7.5", "file 1 of a/b-c@2 needs a whole number as size, got 7.5"),
                arguments("\"size\": 7", "\"size\": 0", "the size of m.safetensors must be positive, got 0"),
                arguments("\"size\": 7,", "", "only a file whose sha256 is unknown may have none"),
                arguments(
                        HASH,
                        "ABC",
                        "the sha256 of m.safetensors must be 64 hexadecimal digits in small letters, got 'ABC'"),
                arguments("\"m.safetensors\", \"size\"", "\"../m\", \"size\"", "has a plain name, with no folder"),
                arguments(
                        "\"m.safetensors\", \"size\"",
                        "\"m.part\", \"size\"",
                        "none of the endings [.origin, .part, .sha256]"),
                arguments(
                        "https://example.org/m",
                        "ftp://example.org/m",
                        "must begin with one of [classpath:, file:, http:, https:]"),
                arguments("https://example.org/m", "https://a b", "'https://a b' is no URL"),
                arguments("classpath:/m", "classpath:m", "and a slash"),
                arguments("a/b-c", "A", "a model's name has small letters, digits"),
                arguments("a/b-c", "a--b", "a model's name has small letters, digits"),
                arguments("a/b-c", "a/../b", "a model's name has small letters, digits"),
                arguments("\"version\": 2", "\"version\": 0", "the version of a model counts from 1, got 0 for a/b-c"),
                arguments("1.5", "\"low\"", "model 1 needs a number as metrics 'bits per byte', got \"low\""),
                arguments(
                        "\"tokens\": 3",
                        "\"tokens\": 99999999999",
                        "golden of model 1 has 99999999999 as tokens, which is too large"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatDoesNotHoldIsASentence(String found, String replaced, String sentence) {
        assertThat(WHOLE).contains(found);

        assertThatThrownBy(() -> parse(WHOLE.replace(found, replaced)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the index of models at file:///models/index.json does not hold: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void theSameModelTwiceIsRefused() {
        String model = WHOLE.substring(WHOLE.indexOf("[") + 1, WHOLE.lastIndexOf("]"));

        assertThatThrownBy(() -> parse(WHOLE.replace(model, model + "," + model)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the index has a/b-c@2 twice");
    }

    @Test
    void aLargeOrDeepFileIsRefused() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[ZooIndex.LARGEST + 10]);
        assertThatThrownBy(() -> ZooIndex.read(large)).hasMessageContaining("is larger than 4194304 bytes");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> ZooIndex.read(none))
                .hasMessage("there is no index of models at %s; check the path", none);
        int depth = 100_000;
        assertThatThrownBy(() -> parse("[".repeat(depth) + "]".repeat(depth)))
                .hasMessageEndingWith("it is nested deeper than 50 levels");
        String deep = "{\"x\":".repeat(depth) + "1" + "}".repeat(depth);
        assertThatThrownBy(() -> parse(WHOLE.replace("{\"x\": 1}", deep)))
                .hasMessageEndingWith("it is nested deeper than 50 levels");
    }

    private static String withVersions(int... versions) {
        StringBuilder models = new StringBuilder();
        for (int version : versions) {
            String model = WHOLE.substring(WHOLE.indexOf("[") + 1, WHOLE.lastIndexOf("]"));
            models.append(models.isEmpty() ? "" : ",")
                    .append(model.replace("\"version\": 2", "\"version\": " + version));
        }
        return "{\"format\": \"reformer4j-index\", \"version\": 1, \"models\": [" + models + "]}";
    }

    @Test
    void aNameAloneIsItsNewestVersion() {
        ZooIndex index = parse(withVersions(2, 10, 9));

        assertThat(index.find("a/b-c").id().version()).isEqualTo(10);
        assertThat(index.find("a/b-c@9").id().version()).isEqualTo(9);
        assertThat(index.contains("a/b-c@9")).isTrue();
        assertThat(index.contains("a/b-c@3")).isFalse();
        assertThatThrownBy(() -> index.find("a/b-c@3"))
                .hasMessage("there is no version 3 of the model a/b-c; there are [2, 9, 10]");
    }

    @Test
    void ofTwoIndexesTheLaterCounts() {
        ZooIndex both = parse(withVersions(1, 2)).with(parse(withVersions(2, 3).replace("\"d\"", "\"other\"")));

        assertThat(both.entries())
                .extracting(entry -> entry.id().version() + entry.description())
                .containsExactly("3other", "2other", "1d");
    }

    @Test
    void readingAFileResolvesItsUrls() throws IOException {
        Path file = Files.writeString(folder.resolve("own.json"), WHOLE);

        assertThat(ZooIndex.read(file).find("a/b-c").files().get(0).sources().get(0))
                .isEqualTo(folder.resolve("m.safetensors").toUri());
    }

    @ParameterizedTest
    @CsvSource({
        "google/reformer-enwik9, google/reformer-enwik8",
        "enwik8, google/reformer-enwik8",
        "reformer-crime, google/reformer-crime-and-punishment",
        "Google/Reformer-Enwik8, google/reformer-enwik8"
    })
    void anUnknownNameSuggestsTheNearest(String typed, String meant) {
        assertThatThrownBy(() -> ZooIndex.bundled().find(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no model '" + typed + "' in the zoo; did you mean " + meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzzzzzzzzz", "", "@", "@1", "x@y@z"})
    void whatIsNearNothingListsThem(String typed) {
        assertThatThrownBy(() -> ZooIndex.bundled().find(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no model '" + typed + "' in the zoo; there are [");
    }

    @Test
    void distancesAreLevenshteins() {
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
        assertThat(NearestNames.distance("abc", "abc")).isZero();
        assertThat(NearestNames.distance("ab", "ba")).isEqualTo(2);
    }
}
