package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of processes with and without offload. */
class OffloadCommandTest {

    @Test
    void bothProcessesTrainToTheSameLosses(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                "offload", "--preset", "tiny", "--layers", 5, "--length", 64, "--steps", 2, "--folder", folder);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(" parameters in 5 layers; ")
                .containsPattern("layers in files +\\d+ MiB at most in the process")
                .containsPattern("all in memory +\\d+ MiB at most in the process")
                .contains("losses are equal bit for bit: [");
    }

    @Test
    void aLimitThatIsTooLowIsSaid() {
        CommandRun run = CommandRun.of("offload", "--preset", "tiny", "--layers", 2, "--length", 64, "--limit", 1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).isEqualTo("the training does not fit into --limit 1 even with offload; raise it");
    }
}
