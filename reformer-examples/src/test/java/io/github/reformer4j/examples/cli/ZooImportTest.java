package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Models for transformers and from it, by the command line. */
class ZooImportTest {

    @TempDir
    private Path folder;

    private Path ours = Path.of("");
    private Path theirs = Path.of("");
    private Path again = Path.of("");

    @BeforeEach
    void aModelIsSaved() {
        ours = folder.resolve("ours");
        theirs = folder.resolve("theirs");
        again = folder.resolve("again");
        ReformerConfig config = NamedConfigurations.byName("tiny");
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            new Checkpoint(config, new ByteTokenizer(2), Provenance.of(1, 0, "", ""), model.weights())
                    .save(ours, Precision.SINGLE);
        }
    }

    @Test
    void anExportedModelIsImportedAgain() {
        CommandRun export = CommandRun.of("zoo", "export", "--model", ours, "--to", theirs);
        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.err()).contains("transformers computes by REFERENCE", "the model is in " + theirs);

        CommandRun imported = CommandRun.of("zoo", "import", "--from", theirs, "--to", again);
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.lastWord()).startsWith("ReformerModelWithLMHead imported in ");

        Checkpoint first = ModelOptions.load(ours);
        Checkpoint second = ModelOptions.load(again);
        assertThat(second.tokenizer()).isEqualTo(new ByteTokenizer(2));
        assertThat(second.weights().all()).isEqualTo(first.weights().all());
        first.weights().close();
        second.weights().close();
    }

    @Test
    void whatStandsThereIsNotWrittenOver() {
        CommandRun export = CommandRun.of("zoo", "export", "--model", ours, "--to", ours);
        assertThat(export.code()).isEqualTo(2);
        assertThat(export.err())
                .contains("--to " + ours + " exists; name a new place, or an empty folder, so that nothing is lost");

        CommandRun imported = CommandRun.of("zoo", "import", "--from", theirs, "--to", ours);
        assertThat(imported.code()).isEqualTo(2);
        assertThat(imported.err()).contains("so that nothing is lost");
    }

    @Test
    void aModelWithoutATokenizerIsToldToHaveBytes() throws IOException {
        CommandRun.of("zoo", "export", "--model", ours, "--to", theirs);
        Files.delete(theirs.resolve("reformer4j_tokenizer.json"));
        String config = Files.readString(theirs.resolve("config.json"));
        assertThat(config).contains("\"vocab_size\" : 258");

        CommandRun tooMany = CommandRun.of("zoo", "import", "--from", theirs, "--to", again, "--byte-offset", 3);
        assertThat(tooMany.code()).isEqualTo(2);
        assertThat(tooMany.lastWord()).isEqualTo("--byte-offset 3 makes 259 ids, but the model has 258; lower it");

        CommandRun told = CommandRun.of("zoo", "import", "--from", theirs, "--to", again, "--byte-offset", 1);
        assertThat(told.code()).as(told.err()).isZero();
    }

    @Test
    void aFolderThatIsNoModelGetsASentence() {
        CommandRun run = CommandRun.of("zoo", "import", "--from", folder, "--to", again);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord())
                .isEqualTo("there is no file " + folder.resolve("config.json") + "; give the folder of a whole model");
    }
}
