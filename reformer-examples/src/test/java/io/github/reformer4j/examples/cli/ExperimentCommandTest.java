package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments at sizes of seconds. */
class ExperimentCommandTest {

    @TempDir
    private Path folder;

    /** 18 tokens are learned in seconds, by which a model that copies is told from one that does not. */
    @Test
    void aModelLearnsToDuplicate() {
        Path out = folder.resolve("duplication");
        CommandRun run = duplication(out, 120);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("| trained with | asked with exact | asked with 4 |");
        assertThat(out.resolve("duplication.csv"))
                .content()
                .startsWith("trained_rounds,evaluated_rounds,symbols,right_percent\n")
                .containsPattern("4,exact,128,(9[5-9]|100)")
                .containsPattern("4,4,128,(9[5-9]|100)");
        assertThat(out.resolve("duplication.png")).isNotEmptyFile();
    }

    @Test
    void theSameCommandGoesOnWithADuplication() {
        Path out = folder.resolve("again");
        duplication(out, 6);
        CommandRun second = duplication(out, 6);

        assertThat(second.code()).isZero();
        assertThat(second.err()).contains("goes on after step 6");
    }

    private static CommandRun duplication(Path out, int steps) {
        return CommandRun.of(
                "experiment",
                "duplication",
                "--length",
                18,
                "--symbols",
                9,
                "--chunk",
                8,
                "--depth",
                64,
                "--heads",
                2,
                "--batch",
                16,
                "--steps",
                steps,
                "--rate",
                0.01,
                "--words",
                16,
                "--ask",
                "exact,4",
                "--out",
                out);
    }

    @ParameterizedTest
    @CsvSource({"shared-qk, 'shared,separate'", "reversible, 'reversible,ordinary'", "rounds, '1,exact'", "depth, '1,3'"
    })
    void variantsAreTrainedAndCompared(String comparison, String values) throws IOException {
        Path text = SmallText.write(folder.resolve("text.java"), 200);
        Path out = folder.resolve(comparison);
        CommandRun run = CommandRun.of(
                "experiment",
                "compare",
                comparison,
                "--values",
                values,
                "--text",
                text,
                "--preset",
                "tiny",
                "--length",
                64,
                "--steps",
                4,
                "--evaluate-every",
                2,
                "--out",
                out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("| variant | parameters | held-out bits a token |");
        assertThat(out.resolve("results.csv")).content().hasLineCount(3);
        assertThat(out.resolve("curves.png")).isNotEmptyFile();
    }

    @Test
    void recallIsMeasuredByDistance() throws IOException {
        Path text = SmallText.write(folder.resolve("text.java"), 50);
        Path out = folder.resolve("recall");
        CommandRun run = CommandRun.of(
                "experiment",
                "recall",
                "--text",
                text,
                "--length",
                256,
                "--passage",
                32,
                "--depth",
                64,
                "--steps",
                2,
                "--brief-steps",
                2,
                "--sequences",
                1,
                "--out",
                out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("| lsh | 224 | 31 |").contains("| local | 32 | 31 |");
        assertThat(out.resolve("recall.csv")).content().hasLineCount(7);
        assertThat(out.resolve("recall.png")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duplication --length 7 | the length must be even and at least 4 for 0w0w, got 7",
                "duplication --symbols 300 | symbols to draw from must be 1 to 255, got 300",
                "duplication --train 0 | rounds are 'exact' or a number from 1 to 9999, got '0'",
                "duplication --depth 30 | the depth must be a positive multiple of 4, got 30",
                "duplication --words 0 | --words must be positive, got 0",
                "compare both | 'both' is no comparison; there are shared-qk, reversible, rounds, depth",
                "recall --length 1000 | --length must be a multiple of --passage and at least twice as long, got 1000 and 256"
            })
    void whatCannotBeIsRefusedInASentence(String arguments, String sentence) {
        CommandRun run = CommandRun.of((Object[]) ("experiment " + arguments).split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence);
    }
}
