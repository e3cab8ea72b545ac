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
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ReportCommandTest {

    private static final List<String> PICTURES =
            List.of("sphere.png", "collisions.png", "buckets.png", "order.png", "mass.png", "map.png");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        SmallText.write(folder.resolve("text"), 20);
        ReformerConfig config = NamedConfigurations.byName("tiny");
        save(config, folder.resolve("model"));
        save(config.withExactAttention(), folder.resolve("exact"));
        Files.writeString(folder.resolve("model/metrics.csv"), "step,loss_bits,held_out_bits\n1,8.0,8.0\n2,6.0,6.5\n");
    }

    private static void save(ReformerConfig config, Path path) {
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            new Checkpoint(config, new ByteTokenizer(2), Provenance.of(1, 0, "", ""), model.weights())
                    .save(path, Precision.SINGLE);
        }
    }

    private static CommandRun report(String model, String out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "report",
                "--model",
                folder.resolve(model),
                "--text",
                folder.resolve("text"),
                "--costs",
                "none",
                "--out",
                folder.resolve(out)));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void allPicturesAndOnePageAreWritten() throws IOException {
        CommandRun run = report("model", "whole", "--length", 160);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().strip())
                .isEqualTo(folder.resolve("whole/report.html").toString());
        for (String picture : PICTURES) {
            assertThat(ImageIO.read(folder.resolve("whole").resolve(picture).toFile())
                            .getWidth())
                    .as(picture)
                    .isEqualTo(900);
        }
        assertThat(folder.resolve("whole/curve.png")).exists();
        String page = Files.readString(folder.resolve("whole/report.html"));
        assertThat(page.replaceAll("base64,[^\"]+", ""))
                .contains(
                        "Made by: ./reformer report --model ",
                        "How the model learned",
                        "Layer 1, head 0, first round",
                        "<mark>",
                        "--costs small")
                .doesNotContain("The training curve:", "NaN");
    }

    @Test
    void whatCannotBeDrawnIsRefusedInASentence() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertRefused(report("model", "a", "--length", 1000), "the text has 780 tokens, and --length is 1000");
        assertRefused(report("model", "b", "--length", 32), "--length must be more than the 32 tokens of a chunk");
        assertRefused(report("model", "c", "--length", 5000), "--length 5000 is longer than the 4096 positions");
        assertRefused(report("model", "d", "--length", 100, "--layer", 0), "--layer 0 is no LSH layer of the model");
        assertRefused(report("model", "e", "--length", 100, "--head", 2), "--head must lie between 0 and 1, got 2");
        assertRefused(report("exact", "f", "--length", 100), "the model has no LSH layer");
        assertRefused(report("none", "g"), "there is no checkpoint at ");
        assertRefused(report("model", "file", "--length", 100), "exists and is not a folder; choose another path");
        assertRefused(
                report("model", "file/below", "--length", 100),
                folder.resolve("file").toString());
        assertRefused(report("model", "h", "--costs", "all"), "expected one of [NONE, SMALL, FULL]");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private static void assertRefused(CommandRun run, String sentence) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.lastWord()).contains(sentence).doesNotContain("Exception");
    }
}
