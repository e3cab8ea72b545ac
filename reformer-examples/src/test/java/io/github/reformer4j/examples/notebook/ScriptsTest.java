package io.github.reformer4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of the folder jshell, run, and what they print. */
class ScriptsTest {

    private static final NotebookFolder SCRIPTS = NotebookFolder.standard();

    @TempDir
    Path pictures;

    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments(
                        "01",
                        List.of(
                                "(?s)  0\\.0 degrees: bucket [0-7]\\R.*337\\.5 degrees: bucket [0-7]\\R.*",
                                "(?s).* 22\\.5 degrees apart:  6\\d\\.\\d % of the rounds #.*",
                                "(?s).*180\\.0 degrees apart:   0\\.0 % of the rounds.*")),
                arguments(
                        "02",
                        List.of(
                                "(?s)attention\\.query_key\\.weight \\[32, 32\\]\\R.*output \\[1, 256, 32\\]\\R.*",
                                "(?s).* 1 rounds: 0\\.[3-4]\\d\\d away.*16 rounds: 0\\.[01]\\d\\d away.*")),
                arguments(
                        "03",
                        List.of(
                                "132 arrays of weights, the first is layers\\.0\\.attention\\.norm\\.weight\\R(?s).*",
                                "(?s).*forward changed numbers by up to \\d\\.\\d+\\R.*",
                                "(?s).*the inverse is off by \\d\\.\\de-0[67] at most\\R")),
                arguments("04", List.of("2178 parameters\\R(?s).*after 30 steps +(9\\d|100)\\.\\d % right\\R")),
                arguments(
                        "05",
                        List.of(
                                "(?s).*the likeliest bytes\\R    public int size\\(\\) \\{\\R        return .*",
                                "(?s).*--- temperature 0\\.4\\R.*--- temperature 0\\.8\\R.*",
                                "(?s).*\\d+ tokens, [a-z ]+\\R")),
                arguments(
                        "06",
                        List.of(
                                "32 × 32 pixels, 3072 tokens, classes \\[.*Flags.*\\]\\R(?s).*",
                                "(?s).*saved .*image\\.png\\R")),
                arguments(
                        "07",
                        List.of(
                                "(?s).*java-small@2 +bundled\\R.*licence CC0-1\\.0.*",
                                "(?s).*[01]\\.\\d\\d bits per byte: The people.*1\\d\\.\\d\\d bits per byte: xq zjv.*")),
                arguments("08", List.of("(?s)bucket 0: \\d+ points in front\\R.*saved .*buckets\\.png\\R")),
                arguments(
                        "09",
                        List.of(
                                "backend CPU, arrays of NDArray\\R(?s).*",
                                "(?s).*kernels of ND4J operations: \\d+ ms, at most 0\\.0e\\+00 away.*",
                                "(?s).*single precision is \\d\\.\\de-0[678] away from double\\R")));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScriptRunsAndPrintsWhatItSays(String number, List<String> expected) throws IOException {
        Notebook notebook = SCRIPTS.find(number);
        Notebook elsewhere = new Notebook(
                notebook.name(), notebook.source().replace("Path.of(\"runs\"", "Path.of(\"" + pictures + "\""));
        String printed = printedBy(() -> ScriptRun.of(elsewhere));

        assertThat(expected).allSatisfy(pattern -> assertThat(printed).matches(pattern));
        long saved = notebook.source()
                .lines()
                .filter(line -> line.contains("\"saved \""))
                .count();
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSize((int) saved);
        }
    }

    private static String printedBy(Runnable running) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            running.run();
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theyAreNumberedShortAndHaveTitles() throws IOException {
        List<Notebook> all = SCRIPTS.all();
        assertThat(all).hasSize((int) scripts().count());
        for (int i = 0; i < all.size(); i++) {
            Notebook notebook = all.get(i);
            assertThat(notebook.name()).startsWith("0" + (i + 1) + "-");
            assertThat(notebook.source().lines().count()).as(notebook.name()).isLessThan(80);
            assertThat(notebook.source().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
            assertThat(notebook.title()).isNotEqualTo(notebook.name()).hasSizeLessThan(60);
        }
    }

    /** A kernel shows the value of a cell's last line, and that of printf is the stream. */
    @Test
    void noCellEndsWithAValueThatNobodyWants() throws IOException {
        for (Notebook notebook : SCRIPTS.all()) {
            assertThat(notebook.cells())
                    .filteredOn(cell -> !cell.isProse())
                    .extracting(cell -> lastStatement(cell.text()))
                    .as(notebook.name())
                    .noneMatch(statement -> statement.startsWith("System.out.printf"));
        }
    }

    /** From the last line at the margin on. */
    private static String lastStatement(String code) {
        return code.substring(Pattern.compile("(?m)^\\S")
                .matcher(code)
                .results()
                .mapToInt(MatchResult::start)
                .max()
                .orElse(0));
    }

    @Test
    void importsOfTheInteractiveShellCompile() throws IOException {
        Notebook imports = Notebook.read(SCRIPTS.imports());
        ScriptRun.of(
                new Notebook("imports", imports.source() + "LshAttentionConfig.of(32, 2, 16, 16);\nNd4j.ones(1);\n"));
    }
}
