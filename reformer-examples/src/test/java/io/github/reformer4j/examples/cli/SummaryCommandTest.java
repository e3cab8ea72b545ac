package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;

/** {@code summary}, and the options of {@code memory}, which share its mistakes. */
class SummaryCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Reformer.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return commandLine.execute(arguments);
    }

    @Test
    void theTableOfAPresetIsPrinted() {
        assertThat(run("summary", "--preset", "enwik8-64k", "--length", "65536", "--optimizer", "adafactor"))
                .isZero();
        assertThat(out.toString())
                .contains("layers.11.attention (LOCAL)")
                .contains("1 x 65,536 tokens, FLOAT, REVERSIBLE, optimizer ADAFACTOR")
                .contains("bucket ids");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theMemoryModeChangesTheEstimate() {
        assertThat(run("summary", "--memory", "store")).isZero();
        assertThat(out.toString())
                .contains("1 x 2,048 tokens, FLOAT, STORE, optimizer ADAM")
                .contains("stored");
    }

    @Test
    void aSavedModelIsSummarisedAsItsConfiguration(@TempDir Path folder) {
        Path path = folder.resolve("saved.safetensors");
        try (LanguageModel model = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            new Checkpoint(model.config(), new ByteTokenizer(2), Provenance.of(1, 0, "", ""), model.weights())
                    .save(path, Precision.SINGLE);
        }
        assertThat(run("summary", "--model", path.toString())).isZero();
        String ofModel = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("summary", "--preset", "tiny")).isZero();
        assertThat(ofModel).isEqualTo(out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "summary --preset nope | there is no configuration 'nope'; there are [compact, copy-task,",
                "summary --length 0 | a sequence holds at least one token, got 0",
                "summary --length 9000 | the model holds 8192 positions (maxPositions), got a sequence of 9000;",
                "summary --batch -1 | a batch holds at least one sequence, got -1",
                "summary --length many | Invalid value for option '--length': 'many' is not an int",
                "summary --memory RAM | Invalid value for option '--memory': expected one of [STORE, CHECKPOINT, REVERSIBLE]",
                "summary --optimizer SGD | Invalid value for option '--optimizer': expected one of [ADAM, ADAMW, ADAFACTOR]",
                "summary --model nowhere | there is no checkpoint at nowhere; check the path,",
                "summary --model nowhere --preset tiny | give --preset or --model, got both: tiny and nowhere",
                "memory --preset nope | there is no configuration 'nope'; there are [compact, copy-task,",
                "memory --layers 2,0 | --layers must be positive numbers, got [2, 0]",
                "memory --lengths 4096,70000 | --lengths must lie between 1 and the 65536 positions of the model, got [4096, 70000]",
                "memory --batch 0 | --batch must be positive, got 0",
                "memory --modes NONE | Invalid value for option '--modes' (<modes>): expected one of [STORE, CHECKPOINT, REVERSIBLE]",
            })
    void aBadOptionIsASentenceAndCode2(String arguments, String sentence) {
        assertThat(run(List.of(arguments.split(" ")).toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).startsWith(sentence);
        assertThat(out.toString()).isEmpty();
    }
}
