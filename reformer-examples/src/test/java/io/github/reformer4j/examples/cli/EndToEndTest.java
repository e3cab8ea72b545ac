package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From text to a model, to text that it writes, all through the command line. */
class EndToEndTest {

    @TempDir
    private static Path folder;

    private static CommandRun trained = new CommandRun(-1, "", "");

    @BeforeAll
    static void train() throws IOException {
        SmallText.write(folder.resolve("text"), 400);
        trained = train(folder.resolve("run"), 40);
    }

    private static CommandRun train(Path out, int steps) {
        return CommandRun.of(
                "train",
                "--preset",
                "tiny",
                "--text",
                folder.resolve("text"),
                "--length",
                128,
                "--batch",
                2,
                "--steps",
                steps,
                "--warmup",
                10,
                "--rate",
                0.01,
                "--evaluate-every",
                20,
                "--save-every",
                20,
                "--prompt",
                "    int ",
                "--sample",
                50,
                "--out",
                out);
    }

    @Test
    void trainingShowsItsProgressAndWritesText() throws IOException {
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).startsWith("    int ").hasSizeBetween(45, 60);
        assertThat(trained.err().lines().toList())
                .contains("preset tiny, 116,482 parameters")
                .anyMatch(line -> line.matches(" 50% step 20, [\\d,]+ tokens/s, \\d\\.\\d{3} bits/byte, 0:\\d\\d left"))
                .anyMatch(line -> line.matches("step 40: \\d\\.\\d{3} bits per byte on held-out text, the best so far"))
                .last()
                .asString()
                .matches("40 steps, \\d\\.\\d{3} bits per byte on held-out text; (?:[\\d,]+ MiB in RAM at most; )?"
                        + "checkpoints, .* in \\Q" + folder.resolve("run")
                        + "\\E");
        assertThat(trained.err()).doesNotContain("\r");
        assertThat(Files.readAllLines(folder.resolve("run/metrics.csv"))).hasSize(41);
        assertThat(folder.resolve("run/curve.png")).isNotEmptyFile();
        assertThat(folder.resolve("run/step-00000040/provenance.json"))
                .content()
                .contains("./reformer train --preset tiny");
    }

    @Test
    void theSameCommandGoesOnToTheSameLosses() throws IOException {
        Path out = folder.resolve("in-two");
        assertThat(train(out, 20).code()).isZero();
        CommandRun second = train(out, 40);

        assertThat(second.code()).isZero();
        assertThat(second.err()).contains("goes on after step 20");
        assertThat(second.out()).isEqualTo(trained.out());
        assertThat(Losses.of(out)).isEqualTo(Losses.of(folder.resolve("run")));
        assertThat(train(out, 40).err()).contains("goes on after step 40").contains("40 steps, ");
    }

    @Test
    void trainingBeginsWithTheWeightsOfAnotherModel() throws IOException {
        Path out = folder.resolve("from");
        CommandRun tuned = tune(out);

        assertThat(tuned.code()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("beginning with " + folder.resolve("run") + ", 116,482 parameters");
        assertThat(firstLoss(out)).isLessThan(0.8 * firstLoss(folder.resolve("run")));
        assertThat(tune(out).err()).contains(out + " holds a training, which goes on; --from ");
    }

    @Test
    void aModelContinuesMoreTextThanItHadPositionsFor() {
        Path out = folder.resolve("longer");
        CommandRun tuned = CommandRun.of(
                "train",
                "--from",
                folder.resolve("run"),
                "--text",
                folder.resolve("text"),
                "--positions",
                5000,
                "--length",
                128,
                "--steps",
                1,
                "--evaluate-windows",
                1,
                "--sample",
                0,
                "--out",
                out);

        assertThat(tuned.code()).as(tuned.err()).isZero();
        assertThat(CommandRun.of("generate", "--model", out, "--prompt", "x".repeat(4500), "--tokens", 5)
                        .code())
                .isZero();
    }

    private static CommandRun tune(Path out) {
        Path text = folder.resolve("text");
        Path model = folder.resolve("run");
        return CommandRun.of(
                "train", "--from", model, "--text", text, "--length", 128, "--steps", 2, "--sample", 0, "--out", out);
    }

    private static double firstLoss(Path out) throws IOException {
        return Double.parseDouble(
                Files.readAllLines(out.resolve("metrics.csv")).get(1).split(",", -1)[2]);
    }

    @Test
    void theModelContinuesAPromptAlikeBySeed() {
        List<Object> arguments = List.of(
                "generate", "--model", folder.resolve("run"), "--prompt", "    int number", "--tokens", 30, "--seed");
        CommandRun first = generate(arguments, 7);

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("    int number").hasSizeBetween(35, 45);
        assertThat(first.lastWord())
                .matches("30 tokens after a prompt of 14, [\\d,]+ a second; ended: as many tokens as were asked for");
        assertThat(generate(arguments, 7).out()).isEqualTo(first.out());
        assertThat(generate(arguments, 8).out()).isNotEqualTo(first.out());
    }

    private static CommandRun generate(List<Object> arguments, int seed) {
        List<Object> all = new java.util.ArrayList<>(arguments);
        all.add(seed);
        return CommandRun.of(all.toArray());
    }

    @Test
    void theModelIsMeasuredBesideGzip() {
        CommandRun run = CommandRun.of(
                "evaluate",
                "--model",
                folder.resolve("run"),
                "--text",
                folder.resolve("text"),
                "--length",
                128,
                "--windows",
                0);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("note:");
        String[] lines = run.out().split("\\R");
        assertThat(lines).hasSize(3);
        assertThat(lines[2]).matches("xz -9 {3}\\d\\.\\d{3} bits per byte over all of it");
        assertThat(lines[0]).matches("model {3}\\d\\.\\d{3} bits per byte over [\\d,]+ bytes of the held-out part");
        assertThat(lines[1]).matches("gzip -9 \\d\\.\\d{3} bits per byte over all [\\d,]+ bytes of it");
        assertThat(Double.parseDouble(lines[0].replaceAll("model +| bits.*", "")))
                .isLessThan(5.0);
    }

    @Test
    void otherTextIsMeasuredWithANote() throws IOException {
        CommandRun run = CommandRun.of(
                "evaluate", "--model", folder.resolve("run"), "--text", SmallText.write(folder.resolve("other"), 100));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("note: the model was trained on other text, or on another split of it");
    }
}
