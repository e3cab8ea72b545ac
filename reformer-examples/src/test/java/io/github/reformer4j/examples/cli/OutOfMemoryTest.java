package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class OutOfMemoryTest {

    private static final long GIBI = 1L << 30;

    @TempDir
    Path folder;

    private static CommandSpec parsed(String... arguments) {
        CommandLine.ParseResult result = Reformer.commandLine().parseArgs(arguments);
        List<CommandLine> commands = result.asCommandLineList();
        return commands.get(commands.size() - 1).getCommandSpec();
    }

    @Test
    void allocationsFailInSeveralWords() {
        assertThat(OutOfMemory.isCauseOf(new OutOfMemoryError("Java heap space")))
                .isTrue();
        assertThat(OutOfMemory.isCauseOf(new RuntimeException("Allocation failed: [std::bad_alloc]")))
                .isTrue();
        assertThat(OutOfMemory.isCauseOf(
                        new IllegalStateException("op", new OutOfMemoryError("Physical memory usage is too high"))))
                .isTrue();
        assertThat(OutOfMemory.isCauseOf(new IllegalStateException("other"))).isFalse();
    }

    @Test
    void theSentenceSaysWhatWasAskedForAndWhatWouldFit() {
        CommandSpec train = parsed("train", "--preset", "small", "--batch", "64", "--length", "65536");
        String sentence =
                OutOfMemory.sentence(new RuntimeException("Allocation failed: [std::bad_alloc]"), train, 16 * GIBI);
        assertThat(sentence)
                .matches("there is not enough memory \\(Allocation failed: \\[std::bad_alloc\\]\\): a training step of "
                        + "--preset small \\(4 layers\\) with --batch 64 and --length 65536 takes about [\\d.]+ GiB beside "
                        + "the Java heap; --batch \\d+ or --length \\d+ would fit");
        MemoryNeed need = MemoryNeed.of(train).orElseThrow();
        int batch = Integer.parseInt(sentence.replaceAll(".*--batch (\\d+) or.*", "$1"));
        assertThat(new MemoryNeed(need.preset(), need.config(), batch, need.length()).bytes())
                .isLessThanOrEqualTo(12 * GIBI);
        assertThat(new MemoryNeed(need.preset(), need.config(), 2 * batch, need.length()).bytes())
                .isGreaterThan(12 * GIBI);
    }

    @Test
    void aFullHeapIsMadeLarger() {
        assertThat(OutOfMemory.sentence(new OutOfMemoryError("Java heap space"), parsed("generate"), 16 * GIBI))
                .startsWith(
                        "there is not enough memory (Java heap space): take shorter sequences, fewer at a time, or a "
                                + "smaller model; the Java heap holds ")
                .endsWith(", REFORMER_JAVA_OPTS=-Xmx4g makes it larger");
    }

    @Test
    void whatCannotFitIsRefusedBeforeItBegins() {
        CommandSpec train = parsed("train", "--preset", "small", "--batch", "64", "--length", "65536");
        assertThatThrownBy(() -> OutOfMemory.requireRoom(train, 16 * GIBI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("a training step of --preset small .* beside the Java heap, and this machine has "
                        + "16\\.0 GiB; --batch \\d+ or --length \\d+ would fit");
        OutOfMemory.requireRoom(parsed("train", "--preset", "small"), 16 * GIBI);
        OutOfMemory.requireRoom(parsed("summary", "--preset", "small", "--batch", "1000000"), 16 * GIBI);
    }

    @Test
    void aCommandThatTheMachineCannotHoldEndsWithASentence() {
        CommandRun run = CommandRun.of("train", "--batch", 1_000_000, "--length", 8192, "--out", folder.resolve("run"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).contains("--batch 1000000", "would fit");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /** In a process that gets no more than so much of the system. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anAllocationThatTheSystemRefusesEndsWithASentence() throws Exception {
        Path text = SmallText.write(folder.resolve("text"), 2000);
        CommandRun run = ChildProcess.startInMemory(
                        folder.resolve("err"),
                        6_000_000,
                        "train",
                        "--text",
                        text,
                        "--preset",
                        "tiny",
                        "--batch",
                        768,
                        "--length",
                        4096,
                        "--steps",
                        1,
                        "--out",
                        folder.resolve("run"))
                .end();
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.lastWord()).contains("--batch 768", "would fit");
    }
}
