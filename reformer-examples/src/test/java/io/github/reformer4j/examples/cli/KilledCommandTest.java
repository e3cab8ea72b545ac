package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./reformer train} as a process that is interrupted, killed, or finds the disk full, and is started again. */
class KilledCommandTest {

    private static final int STEPS = 40;
    private static final int INTERRUPTED_AT = 13;

    @TempDir
    private static Path folder;

    private static List<String> expected = List.of();

    @BeforeAll
    static void trainWithoutInterruption() throws IOException {
        SmallText.write(folder.resolve("text"), 400);
        Path whole = folder.resolve("whole");
        assertThat(CommandRun.of(training(whole, STEPS)).code()).isZero();
        expected = Losses.of(whole);
    }

    private static Object[] training(Path out, int steps) {
        return new Object[] {
            "train",
            "--preset",
            "tiny",
            "--text",
            folder.resolve("text"),
            "--length",
            64,
            "--steps",
            steps,
            "--dropout",
            0.1,
            "--sample",
            0,
            "--evaluate-every",
            10,
            "--save-every",
            10,
            "--out",
            out
        };
    }

    private static void assertGoesOnAsIfNothingHadHappened(Path out) throws IOException {
        CommandRun second = CommandRun.of(training(out, STEPS));

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.err()).containsPattern("goes on after step \\d+");
        assertThat(Losses.of(out)).isEqualTo(expected).hasSize(STEPS + 1);
    }

    @Test
    void controlCSavesSaysSoAndEndsWithCode130() throws IOException, InterruptedException {
        Path out = folder.resolve("interrupted");
        CommandRun run = ChildProcess.start(folder.resolve("interrupted.err"), training(out, STEPS))
                .untilLines(out, INTERRUPTED_AT)
                .send("INT")
                .end();

        assertThat(run.code()).as(run.err()).isEqualTo(130);
        assertThat(run.lastWord()).matches("stopped after step \\d+; the same command goes on from there");
        assertThat(run.err()).doesNotContain("Exception", "\tat ");
        String step = run.lastWord().replaceAll("\\D", "");
        assertThat(out.resolve("step-" + "0".repeat(8 - step.length()) + step)).isDirectory();
        assertThat(Integer.parseInt(step)).isBetween(INTERRUPTED_AT - 1, STEPS - 1);
        assertGoesOnAsIfNothingHadHappened(out);
    }

    @Test
    void aProcessThatIsKilledLosesNothingThatMatters() throws IOException, InterruptedException {
        Path out = folder.resolve("killed");
        CommandRun run = ChildProcess.start(folder.resolve("killed.err"), training(out, STEPS))
                .untilLines(out, INTERRUPTED_AT)
                .send("KILL")
                .end();

        assertThat(run.code()).isEqualTo(137);
        assertGoesOnAsIfNothingHadHappened(out);
    }

    @Test
    void aDiskThatIsFullGetsASentenceAndCostsNoCheckpoint() throws IOException, InterruptedException {
        Path out = folder.resolve("full");
        assertThat(CommandRun.of(training(out, 20)).code()).isZero();
        CommandRun run = ChildProcess.startLimited(folder.resolve("limited.err"), 100, training(out, STEPS))
                .end();

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.lastWord())
                .contains(
                        " could not be saved (",
                        "File too large",
                        "step-00000020 is intact; free space and run the same command again");
        assertThat(run.err()).doesNotContain("Exception", "\tat ");
        assertGoesOnAsIfNothingHadHappened(out);
    }
}
