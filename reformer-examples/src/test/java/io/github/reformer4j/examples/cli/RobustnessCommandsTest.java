package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The commands {@code long} and {@code soak}, in small. */
@EnabledOnOs(OS.LINUX) // they read /proc
class RobustnessCommandsTest {

    @Test
    void longSaysTimeAndMemory() {
        CommandRun run = CommandRun.of("long", "--length", 5000, "--depth", 32, "--heads", 2, "--rounds", 2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .matches("5,000 tokens, depth 32, 2 heads, 2 rounds: [\\d.]+ s forward, [\\d.]+ GiB in RAM at most, "
                        + "of them 0\\.00 for the input\\R");
    }

    @Test
    void longRefusesWhatIsNoLength() {
        CommandRun run = CommandRun.of("long", "--length", 0);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lastWord()).isEqualTo("--length must be positive, got 0");
    }

    @Test
    void soakSaysWhatEachThirdTook() {
        CommandRun run = CommandRun.of("soak", "--steps", 6, "--tokens", 30, "--allow", 10_000);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches(
                                "[\\d,]+ (training steps|generated tokens): [\\d.]+, [\\d.]+, [\\d.]+ MiB in RAM in the "
                                        + "three thirds, growth -?[\\d.]+ MiB: flat"));
    }

    /** What grows beyond what is allowed; less than nothing is allowed here, so that everything does. */
    @Test
    void soakFailsWhereMemoryGrows() {
        CommandRun run = CommandRun.of("soak", "--steps", 6, "--tokens", 30, "--allow", -10_000);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).endsWith("it grows"));
    }
}
