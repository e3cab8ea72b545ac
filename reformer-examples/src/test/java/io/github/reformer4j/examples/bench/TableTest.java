package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.examples.bench.Table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private static Table table() {
        Table table = new Table(
                "figures",
                new Column("length", "length", "%,d"),
                new Column("model", "model", "%s"),
                new Column("seconds", "s", "%.2f"));
        table.add(1024, "plain", 0.123456789);
        table.add(65536, "a, \"b\"", Double.NaN);
        return table;
    }

    @Test
    void csvHasDigitsAndQuotesAndLeavesOutWhatIsNotThere() {
        assertThat(table().csv()).isEqualTo("""
                length,model,seconds
                1024,plain,0.123457
                65536,"a, ""b""\",
                """);
    }

    @Test
    void markdownIsRoundedForPeople() {
        assertThat(table().markdown()).isEqualTo("""
                | length | model | s |
                | ---: | --- | ---: |
                | 1,024 | plain | 0.12 |
                | 65,536 | a, "b" | – |
                """);
    }

    @Test
    void aRowThatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table().add(1))
                .withMessage("a row of table figures needs 3 values, got 1");
    }

    @Test
    void aReportWritesATableAndAPictureAndNothingThatIsEmpty(@TempDir Path folder) throws IOException {
        Plot plot = new Plot("curve", "Title", "x", "y", Plot.Axes.DOUBLING);
        plot.add("line", 1024, 2.0);
        plot.add("line", 2048, 4.5);
        plot.add("line", 4096, Double.NaN);
        Plot empty = new Plot("nothing", "Title", "x", "y", Plot.Axes.FROM_ZERO);
        empty.add("line", 1, Double.NaN);
        Report report = new Report("Heading", "What it is.", List.of(table(), new Table("none")), List.of(plot, empty));
        report.write(folder);

        assertThat(folder.resolve("figures.csv")).hasContent(table().csv());
        assertThat(Files.readAllBytes(folder.resolve("curve.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(folder).isDirectoryNotContaining("glob:**/{none,nothing}.*");
        assertThat(report.markdown())
                .startsWith("## Heading\n\nWhat it is.\n\n| length |")
                .endsWith(" – |\n");
    }
}
