package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import io.github.reformer4j.zoo.download.Sha256Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The zoo by the command line, with an index of the test's own. */
class ZooCommandTest {

    private static final String NAME = "test/tiny";

    @TempDir
    private static Path models;

    private static Path index = Path.of("none");

    @TempDir
    private Path cache;

    @BeforeAll
    static void prepare() throws IOException {
        Path file = models.resolve("model.safetensors");
        try (LanguageModel model = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            new Checkpoint(model.config(), new ByteTokenizer(2), Provenance.of(1, 0, "", ""), model.weights())
                    .save(file, Precision.HALF);
        }
        index = write("index.json", file, "CC0-1.0\", \"url\": \"https://example.org/l", "");
    }

    private static Path write(String name, Path file, String licence, String more) throws IOException {
        return Files.writeString(
                models.resolve(name), """
                {"format": "reformer4j-index", "version": 1, "models": [{"name": "test/tiny", "version": 1,
                 "format": "reformer", "description": "Nobody trained it.", "data": "nothing at all",
                 "metrics": {"bits per byte": 8.25}, "command": "./reformer train --steps 0",
                 "files": [{"name": "model.safetensors", "size": %d, "sha256": "%s",
                            "urls": ["model.safetensors", "https://example.org/model.safetensors"]}],
                 "licence": {"name": "%s"}%s}]}
                """.formatted(Files.size(file), Sha256Hash.of(file), licence, more));
    }

    private CommandRun zoo(Object... arguments) {
        return zoo(index, arguments);
    }

    private CommandRun zoo(Path which, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("zoo"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--index", which, "--cache", cache));
        return CommandRun.of(all.toArray());
    }

    @Test
    void whatIsPackedIsAnIndexOfItsOwn() {
        Path packed = cache.resolve("packed");
        CommandRun pack = CommandRun.of(
                "zoo",
                "pack",
                "--model",
                models.resolve("model.safetensors"),
                "--name",
                "me/mine",
                "--to",
                packed,
                "--prompt",
                "class",
                "--tokens",
                5);

        assertThat(pack.code()).as(pack.err()).isZero();
        assertThat(packed.resolve("model.safetensors")).hasSameBinaryContentAs(models.resolve("model.safetensors"));
        assertThat(zoo(packed.resolve("index.json"), "fetch", "me/mine").code()).isZero();
        CommandRun verify = zoo(packed.resolve("index.json"), "verify", "me/mine", "--golden");
        assertThat(verify.out()).isEqualTo("me/mine@1 is sound" + System.lineSeparator());
    }

    private Path target() {
        return cache.resolve("test--tiny/1/model.safetensors");
    }

    @Test
    void aModelIsFetchedCheckedAndRemoved() throws IOException {
        assertThat(zoo("list").out())
                .containsPattern("test/tiny@1 +\\d+\\.\\d MB  not fetched   Nobody trained it\\.")
                .containsPattern("google/reformer-enwik8@1 +not known  not fetched   Wikipedia by bytes");
        CommandRun fetched = zoo("fetch", NAME);
        assertThat(fetched.code()).as(fetched.err()).isZero();
        assertThat(fetched.out())
                .isEqualToIgnoringNewLines(String.valueOf(Objects.requireNonNull(target().getParent())));
        assertThat(fetched.err()).contains("100% test/tiny@1 model.safetensors, ");
        assertThat(zoo("fetch", NAME).err()).isEmpty();
        assertThat(zoo("list").out()).containsPattern("test/tiny@1 +\\d+\\.\\d MB  in the cache ");
        assertThat(zoo("verify").out().lines()).contains("test/tiny@1 is sound");

        byte[] bytes = Files.readAllBytes(target());
        bytes[bytes.length - 1] ^= 1;
        Files.write(target(), bytes);
        CommandRun damaged = zoo("verify", NAME);
        assertThat(damaged.code()).isEqualTo(2);
        assertThat(damaged.lastWord())
                .startsWith(target() + " has the SHA-256 ")
                .endsWith(
                        "; fetch the model again with ./reformer zoo fetch --check NAME, or remove it with ./reformer zoo rm "
                                + "NAME");
        assertThat(zoo("fetch", "--check", NAME).code()).isZero();
        assertThat(zoo("verify", NAME).code()).isZero();

        assertThat(zoo("rm", NAME).out()).matches("test/tiny@1 removed, \\d+\\.\\d MB freed\\R");
        assertThat(zoo("rm", NAME).code()).isEqualTo(2);
        assertThat(zoo("rm", NAME).lastWord()).startsWith("test/tiny@1 is not in the cache at ");
        assertThat(zoo("verify", "google/reformer-enwik8").lastWord()).contains("pytorch_model.bin is missing");
    }

    @Test
    void everythingThatIsKnownIsPrinted() {
        CommandRun info = zoo("info", NAME);

        assertThat(info.code()).as(info.err()).isZero();
        assertThat(info.out())
                .contains("Nobody trained it.", "not fetched", "CC0-1.0 (https://example.org/l)", "nothing at all")
                .contains("./reformer train --steps 0", "bits per byte: 8.25", "model.safetensors")
                .contains(
                        "https://example.org/model.safetensors",
                        Objects.requireNonNull(target().getParent()).toString());
        assertThat(zoo("info", "google/reformer-enwik8").out())
                .contains("not known; the first download records it, and is trusted");
    }

    @Test
    void theGoldenOutputIsCompared() throws IOException {
        Path file = models.resolve("model.safetensors");
        String golden = ", \"golden\": {\"prompt\": \"a\", \"tokens\": 4, \"seed\": 1, \"output\": \"%s\"}";
        Path wrong = write("wrong.json", file, "CC0-1.0", golden.formatted("nothing that it says"));
        zoo(wrong, "fetch", NAME);
        CommandRun run = zoo(wrong, "verify", "--golden", NAME);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).contains("test/tiny@1 writes \"").contains("not \"nothing that it says\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch test/tyni | there is no model 'test/tyni' in the zoo; did you mean test/tiny?",
                "info test/tiny@2 | there is no version 2 of the model test/tiny; there are [1]",
                "verify nothing-like-it | there is no model 'nothing-like-it' in the zoo; there are [",
                "rm test/tiny | test/tiny@1 is not in the cache at ",
                "fetch | Missing required parameter: 'NAME'; see ./reformer zoo fetch --help",
                "list --index DIR/none | there is no index of models at DIR/none; check the path",
                "list --index DIR/model.safetensors | the index of models at file:",
                "fetch google/reformer-enwik8 --offline | google/reformer-enwik8@1 could not be fetched to "
            })
    void badInputIsASentenceAndCodeTwo(String command, String sentence) {
        CommandRun run =
                zoo((Object[]) command.replace("DIR", models.toString()).split(" "));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.lastWord())
                .startsWith(sentence.replace("DIR", models.toString()))
                .doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aLicenceThatMustBeAcceptedIs() throws IOException {
        Path file = models.resolve("model.safetensors");
        Path asking = write("asking.json", file, "own\", \"accept\": true, \"url\": \"https://example.org/l", "");

        CommandRun refused = zoo(asking, "fetch", NAME);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.lastWord())
                .contains("is under the licence own (https://example.org/l), which must be accepted");
        assertThat(zoo(asking, "fetch", "--accept-licence", NAME).code()).isZero();
    }

    @Test
    void generateAndEvaluateTakeAName() throws IOException {
        System.setProperty("reformer.index", index.toString());
        System.setProperty("reformer.cache", cache.toString());
        Path text = SmallText.write(models.resolve("text"), 100);
        CommandRun generated = CommandRun.of("generate", "--model", NAME, "--prompt", "int ", "--tokens", 3);
        assertThat(generated.code()).as(generated.err()).isZero();
        assertThat(generated.out()).startsWith("int ");
        assertThat(target()).exists();
        CommandRun evaluated =
                CommandRun.of("evaluate", "--model", NAME + "@1", "--text", text, "--length", 64, "--windows", 1);
        assertThat(evaluated.code()).as(evaluated.err()).isZero();

        CommandRun unknown = CommandRun.of("generate", "--model", "test/tinny");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.lastWord())
                .isEqualTo("there is no checkpoint at test/tinny and no model 'test/tinny' in the zoo; did you mean "
                        + "test/tiny, or train a model first with ./reformer train");
        assertThat(CommandRun.of("generate", "--model", "runs/nothing-of-this-name")
                        .lastWord())
                .contains("there is no checkpoint at runs/nothing-of-this-name and no model");
    }

    @AfterAll
    static void forget() {
        System.clearProperty("reformer.index");
        System.clearProperty("reformer.cache");
    }

    static Set<String> commands() {
        return line().getSubcommands().keySet();
    }

    private static CommandLine line() {
        return Objects.requireNonNull(Reformer.commandLine().getSubcommands().get("zoo"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpNamesEveryOptionAndSaysWhatItIsFor(String command) {
        CommandRun help = CommandRun.of("zoo", command, "--help");

        assertThat(help.code()).isZero();
        CommandLine line = Objects.requireNonNull(line().getSubcommands().get(command));
        for (OptionSpec option : line.getCommandSpec().options()) {
            assertThat(help.out()).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
        assertThat(CommandRun.of("zoo").out()).contains(command);
    }
}
