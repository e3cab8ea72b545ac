package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.SequenceClassifier;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Whatever is wrong with what a user gives, there is one sentence about it and exit code 2. */
class BadInputTest {

    private static final String DIRECTORY = "DIR";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        SmallText.write(folder.resolve("text"), 100);
        Files.createDirectories(folder.resolve("empty-folder"));
        SmallText.write(folder.resolve("long"), 110);
        Files.writeString(folder.resolve("empty"), "");
        Files.writeString(folder.resolve("short"), "class A {}");
        Files.write(folder.resolve("latin"), new byte[] {'s', (byte) 0xE9});
        Files.write(folder.resolve("random.safetensors"), new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1});
        SafeTensors.write(folder.resolve("foreign.safetensors"), Map.of(), Map.of("format", "pt"), Precision.SINGLE);
        try (LanguageModel model = LanguageModel.create(config(), DataType.FLOAT, 1)) {
            save(model.weights(), "whole.safetensors");
        }
        try (SequenceClassifier model = SequenceClassifier.create(config(), DataType.FLOAT, 1)) {
            save(model.weights(), "classifier.safetensors");
        }
        byte[] whole = Files.readAllBytes(folder.resolve("whole.safetensors"));
        Files.write(folder.resolve("truncated.safetensors"), Arrays.copyOf(whole, whole.length - 100));
    }

    private static ReformerConfig config() {
        return NamedConfigurations.byName("tiny");
    }

    private static void save(Weights weights, String name) {
        new Checkpoint(config(), new ByteTokenizer(2), Provenance.of(1, 0, "", ""), weights)
                .save(folder.resolve(name), Precision.SINGLE);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("train --preset huge", "there is no configuration 'huge'; there are [compact, copy-task, "),
                arguments(
                        "train --from DIR/whole.safetensors --offload DIR/layers", "--from brings weights into memory"),
                arguments(
                        "train --from DIR/whole.safetensors --positions 512",
                        "the model has 4096 positions already; ask for more than these, got 512"),
                arguments("train --positions 512", "--positions is for --from; a --preset has its own"),
                arguments("summary --preset huge", "there is no configuration 'huge'; there are ["),
                arguments("train --preset copy-task", "--preset copy-task has a vocabulary of "),
                arguments(
                        "train --optimizer sgd",
                        "expected one of [ADAM, ADAMW, ADAFACTOR] (case-insensitive) but was 'sgd'"),
                arguments("train --schedule none", "expected one of [RSQRT, COSINE, CONSTANT]"),
                arguments("train --memory none", "expected one of [STORE, CHECKPOINT, REVERSIBLE]"),
                arguments("train --steps ten", "Invalid value for option '--steps': 'ten' is not a long"),
                arguments("train --steps", "Missing required parameter for option '--steps'"),
                arguments("train --steps -1", "steps must not be negative, got -1"),
                arguments("train --minutes -1", "seconds must not be negative, got -60.0"),
                arguments("train --minutes 0", "give steps or seconds, got neither"),
                arguments("train --schedule cosine", "the cosine schedule ends at a step; give --steps, got 0"),
                arguments("train --length 1", "length must be at least 2"),
                arguments(
                        "train --length 9000",
                        "--length 9000 is longer than the 8192 positions of the model; lower it"),
                arguments("train --batch 0", "batchSize must be positive, got 0"),
                arguments("train --accumulate 0", "accumulation must be positive, got 0"),
                arguments("train --rate -1", "-1.0"),
                arguments("train --sample -1", "--sample must not be negative (0: no sample), got -1"),
                arguments("train --clip -1", "clipNorm must not be negative (0: no clipping), got -1.0"),
                arguments("offload --layers 0", "--layers must be positive, got 0"),
                arguments("offload --steps 0", "--steps must be positive, got 0"),
                arguments("offload --limit -1", "--limit must not be negative (0: none), got -"),
                arguments("offload --length 1", "--length must lie between 2 and the "),
                arguments("train --rounds 0", "lsh.rounds must be positive"),
                arguments("train --dropout 1", "hiddenDropout must lie in [0, 1)"),
                arguments("bench --only speed", "expected one of [ATTENTION, ROUNDS, STEP, DEPTH, GENERATION, DL4J]"),
                arguments("bench --lengths 0", "--lengths must lie between 1 and 65536, got [0]"),
                arguments("bench --lengths 70000", "--lengths must lie between 1 and 65536, got [70000]"),
                arguments(
                        "bench --exact-limit -1", "--exact-limit must not be negative (0: no exact attention), got -1"),
                arguments("bench --peer-limit -1", "--peer-limit must not be negative (0: not at all), got -1"),
                arguments(
                        "bench --peer-context-limit -1",
                        "--peer-context-limit must not be negative (0: not at all), got -1"),
                arguments(
                        "bench --peers --only rounds,depth",
                        "--peers compares attention, step and generation, got --only rounds,depth; add one of them"),
                arguments("bench --repetitions 0", "--repetitions must be positive, got 0"),
                arguments("bench --memory-limit 100", "--memory-limit must be 768 MiB or more"),
                arguments("dl4j tag --length 10", "--length must be 64 or more, got 10"),
                arguments("dl4j lstm --steps 0", "--steps must be positive, got 0"),
                arguments("generate --tokens -1", "maxTokens must not be negative, got -1"),
                arguments("generate --temperature -1", "temperature must not be negative"),
                arguments("generate --top-k -1", "topK must not be negative"),
                arguments("generate --top-p 0", "topP must lie in (0, 1]"),
                arguments("generate --repetition-penalty 0", "repetitionPenalty must be positive"),
                arguments("generate --prompt-file DIR/none", "DIR/none does not exist; check the path"),
                arguments("generate --prompt-file DIR/latin", "the text is not UTF-8"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("train --text DIR/none", "there is no file or folder DIR/none; check the path"),
                arguments(
                        "train --text DIR/empty", "DIR/empty holds no text; name at least one file that is not empty"),
                arguments("train --text DIR/empty-folder", "DIR/empty-folder holds no text; name at least one file"),
                arguments(
                        "train --text DIR/short",
                        "the training part of the text has 9 tokens, fewer than one sequence of 2048; give more text or a "
                                + "shorter length"));
    }

    static Stream<Arguments> models() {
        Stream<Arguments> either = Stream.of("generate", "evaluate")
                .flatMap(command -> Stream.of(
                        arguments(
                                command + " --model DIR/none",
                                "there is no checkpoint at DIR/none; check the path, or train a model first"),
                        arguments(
                                command + " --model DIR/empty-folder",
                                "the folder DIR/empty-folder holds no model.safetensors; it is no checkpoint of ours"),
                        arguments(command + " --model DIR/random.safetensors", "DIR/random.safetensors"),
                        arguments(
                                command + " --model DIR/foreign.safetensors",
                                "DIR/foreign.safetensors is a safetensors file, but no checkpoint of ours"),
                        arguments(command + " --model DIR/truncated.safetensors", "DIR/truncated.safetensors"),
                        arguments(
                                command + " --model DIR/classifier.safetensors",
                                "which its configuration asks for; it may hold another kind of model"),
                        arguments(
                                command + " --model DIR/whole.safetensors --rounds 0", "lsh.rounds must be positive")));
        Stream<Arguments> own = Stream.of(
                arguments(
                        "evaluate --model DIR/whole.safetensors --length 4097",
                        "--length 4097 is longer than the 4096 positions of the model; lower it"),
                arguments(
                        "evaluate --model DIR/whole.safetensors --length 1 --text DIR/text",
                        "a sequence must have at least 2 tokens"),
                arguments(
                        "evaluate --model DIR/whole.safetensors --windows -1 --text DIR/text",
                        "the number of windows must not be negative"),
                arguments(
                        "evaluate --model DIR/whole.safetensors --text DIR/none",
                        "there is no file or folder DIR/none"),
                arguments(
                        "generate --model DIR/whole.safetensors --prompt-file DIR/long",
                        "the prompt has 4290 tokens and the model holds 4096 positions; shorten the prompt"));
        return Stream.concat(either, own);
    }

    @ParameterizedTest
    @MethodSource({"values", "texts", "models"})
    void badInputGetsOneSentenceAndCodeTwo(String command, String sentence) {
        CommandRun run = CommandRun.of((Object[]) inFolder(command).split(" "));

        assertRefused(run, inFolder(sentence));
    }

    private static String inFolder(String text) {
        return text.replace(DIRECTORY, folder.toString());
    }

    private static void assertRefused(CommandRun run, String sentence) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.lastWord()).contains(sentence).doesNotContain("Exception");
        assertThat(run.err().lines().filter(line -> !line.startsWith("backend ") && !line.contains(" bytes of text ")))
                .hasSize(1);
    }

    private static CommandRun train(Path out, Object... more) {
        Stream<Object> usual = Stream.of(
                "train",
                "--preset",
                "tiny",
                "--text",
                folder.resolve("text"),
                "--length",
                64,
                "--sample",
                0,
                "--out",
                out);
        return CommandRun.of(Stream.concat(usual, Stream.of(more)).toArray());
    }

    @Test
    void aFolderThatAnotherRunWritesToIsRefused() {
        Path out = folder.resolve("locked");
        try (TrainingFolder open = TrainingFolder.open(out, new ByteTokenizer(2), "test", 1)) {
            assertRefused(
                    train(open.path(), "--steps", 1),
                    "another run is writing to " + out + "; wait for it, stop it, or choose another");
        }
    }

    @Test
    void aFileInThePlaceOfTheFolderIsRefused() {
        for (Path out : List.of(folder.resolve("text"), folder.resolve("text").resolve("below"))) {
            assertRefused(train(out, "--steps", 1), "the folder " + out + " cannot be written (");
        }
    }

    @Test
    void theFolderOfATrainingOnOtherTextIsRefused() throws IOException {
        Path out = folder.resolve("other");
        assertThat(train(out, "--steps", 1).code()).isZero();

        CommandRun run = train(out, "--steps", 2, "--text", SmallText.write(folder.resolve("more"), 101));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).contains("had another setting of data", "choose another folder");
    }

    @Test
    void aRateThatIsTooHighEndsInASentenceAndALowerOneGoesOn() {
        Path out = folder.resolve("wild");
        assertThat(train(out, "--steps", 1).code()).isZero();
        CommandRun wild = train(out, "--steps", 9, "--rate", 1e30, "--warmup", 1, "--clip", 0, "--new-rate");

        assertThat(wild.code()).as(wild.err()).isEqualTo(2);
        assertThat(wild.lastWord())
                .matches(
                        "step \\d+ gave a loss of .*; the last good checkpoint is .*; lower the learning rate or clip .*");
        CommandRun careful = train(out, "--steps", 9, "--rate", 1e-4);
        assertThat(careful.code()).isEqualTo(2);
        assertThat(careful.lastWord()).contains("had another setting of schedule", "or accept a new rate");
        assertThat(train(out, "--steps", 9, "--rate", 1e-4, "--new-rate").code())
                .isZero();
    }
}
