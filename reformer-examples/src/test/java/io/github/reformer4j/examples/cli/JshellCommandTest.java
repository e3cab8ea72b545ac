package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.examples.notebook.InteractiveShell;
import io.github.reformer4j.examples.notebook.NotebookFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JshellCommandTest {

    @TempDir
    Path folder;

    private Path script(String source) throws IOException {
        return Files.writeString(folder.resolve("my.jsh"), source);
    }

    @Test
    void theListHasNumbersAndTitles() {
        CommandRun run = CommandRun.of("jshell", "--list");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(9).first().asString().matches("01-hash-vectors +Hash vectors");
    }

    @Test
    void anUnknownScriptIsRefusedWithTheNamesThatThereAre() {
        CommandRun run = CommandRun.of("jshell", "03", "reversible");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord())
                .startsWith("there is no script 'reversible'; give the path of one, or the number or name of one of "
                        + "[01-hash-vectors, ")
                .contains("03-reversible-block");
    }

    @Test
    void aScriptThatIsNoTextIsRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.jsh"), new byte[] {'s', (byte) 0xE9});
        CommandRun run = CommandRun.of("jshell", latin);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).startsWith("the text is not UTF-8");
    }

    @Test
    void theExitCodeIsTheOutcomeOfTheScript() throws IOException {
        assertThat(CommandRun.of("jshell", script("int x = 1;\n")).code()).isZero();
        CommandRun failed = CommandRun.of("jshell", script("int x = 1;\nint y = \"1\";\n"));
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.lastWord()).startsWith("my, line 2: does not compile: incompatible types");
        CommandRun thrown = CommandRun.of("jshell", script("throw new IllegalStateException(\"no\");"));
        assertThat(thrown.code()).isEqualTo(1);
        assertThat(thrown.lastWord()).isEqualTo("my, line 1: java.lang.IllegalStateException: no");
    }

    @Test
    void kernelsAreChosenForScriptsToo() throws IOException {
        Path script = script("""
                String kernels = io.github.reformer4j.kernel.provider.Kernels.current().describe();
                if (!kernels.equals("kernels of ND4J operations")) throw new IllegalStateException(kernels);
                """);
        assertThat(CommandRun.of("jshell", "--kernels", "nd4j", script).code()).isZero();
        assertThat(CommandRun.of("jshell", script).code()).isEqualTo(1);
    }

    @Test
    void notebooksAreWritten() throws IOException {
        Path notebooks = folder.resolve("a/b");
        CommandRun one = CommandRun.of("jshell", "--notebooks", notebooks, "3");
        assertThat(one.out()).startsWith("1 notebooks in " + notebooks);
        CommandRun all = CommandRun.of("jshell", "--notebooks", notebooks);
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(notebooks).isDirectoryContaining("glob:**/09-swap-backend.ipynb");
        assertThat(Files.readString(notebooks.resolve("01-hash-vectors.ipynb"))).contains("%classpath " + "/", "nd4j");
        try (var files = Files.list(notebooks)) {
            assertThat(files).hasSize(9);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        CommandRun run = CommandRun.of("jshell", "--notebooks", script("int x;"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).contains("my.jsh exists and is not a folder");
    }

    @Test
    void theInteractiveShellHasTheLibraryAndItsImports() throws Exception {
        System.setProperty("java.util.prefs.userRoot", folder.toString()); // its history is not ours
        Backend.start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String typed = "LshAttentionConfig.of(32, 2, 16, 16).rounds()\nNd4j.ones(3).sumNumber()\n/exit 7\n";
        int code = InteractiveShell.start(
                NotebookFolder.standard().imports(),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(7);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("$1 ==> 1", "$2 ==> 3.0");
    }
}
