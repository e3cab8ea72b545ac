package io.github.reformer4j.examples.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimate beside a real process: what it has to be recalibrated by when kernels change. */
class MemoryMeasurementTest {

    private static final double TOLERANCE = 0.15;

    @Test
    void theEstimateIsWithin15PercentOfAProcess(@TempDir Path folder) throws IOException, InterruptedException {
        if (!Files.exists(Path.of("/proc/self/clear_refs"))) { // not on Linux: the sentence is what there is
            assertThatIllegalArgumentException().isThrownBy(ResidentMemory::requireLinux);
            return;
        }
        MemoryTable table = new MemoryBenchmark(
                        NamedConfigurations.byName("small"),
                        List.of(2),
                        List.of(8192),
                        List.of(MemoryMode.REVERSIBLE),
                        1)
                .run(row -> {});
        assertThat(table.rows())
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.ratio()).as("%s", row).isBetween(1.0 - TOLERANCE, 1.0 + TOLERANCE));
        MemoryBenchmark.write(table, folder);
        assertThat(folder.resolve("memory.png")).isNotEmptyFile();
        assertThat(folder.resolve("memory.csv")).hasContent(table.csv());
        assertThat(folder.resolve("memory.md")).hasContent(table.markdown());
    }

    @Test
    void aSystemWithoutProcIsToldSo(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResidentMemory.requireLinux(folder.resolve("status")))
                .withMessageEndingWith("/status, which only Linux has; run this command there");
    }
}
