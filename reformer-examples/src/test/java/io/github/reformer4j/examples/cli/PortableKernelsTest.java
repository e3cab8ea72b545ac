package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples with kernels of ND4J's operations, those that a GPU would run: a stand-in for one, on the CPU backend. */
class PortableKernelsTest {

    private static final String DIRECTORY = "DIR";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        SmallText.write(folder.resolve("text"), 100);
        SmallText.write(folder.resolve("other"), 100);
        run("train --text DIR/text --preset tiny --length 128 --steps 2 --evaluate-windows 1 --sample 0 --out DIR/run");
        run("image train --steps 1 --batch 1 --evaluate-windows 1 --out DIR/images");
    }

    private static void run(String command) {
        CommandRun run = CommandRun.of((Object[]) (command + " --kernels ND4J")
                .replace(DIRECTORY, folder.toString())
                .split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains(", kernels of ND4J operations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate --model DIR/run --tokens 8",
                "evaluate --model DIR/run --text DIR/text --length 128 --windows 1",
                "image complete --model DIR/images --count 1 --completions 1 --out DIR/completed.png",
                "image evaluate --model DIR/images --count 1",
                "revnet --steps 2",
                "finetune --model DIR/run --text DIR/text --text DIR/other --labels 4 --batch 2 --length 32 --steps 1 "
                        + "--held-out 2",
                "dl4j classify --length 64 --batch 2 --steps 1",
                "dl4j tag --length 64 --batch 2 --steps 1",
                "dl4j forecast --length 128 --batch 2 --steps 1",
                "dl4j lstm --length 64 --batch 2 --steps 1",
                "dl4j transfer --length 64 --batch 2 --steps 1",
                "long --length 2000"
            })
    void everyExampleRunsOnThem(String command) {
        run(command);
    }
}
