package io.github.reformer4j.examples.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTableTest {

    private static final long MEBI = 1 << 20;

    private static MemoryRow row(int layers, int length, MemoryMode mode, int measured, int estimated, int lasting) {
        return new MemoryRow(layers, length, mode, measured * MEBI, estimated * MEBI, lasting * MEBI);
    }

    @Test
    void whatALayerAddsIsMeasuredAgainstTheNextShallowerModelOfTheSameLengthAndMode() {
        MemoryTable table = new MemoryTable(List.of(
                row(2, 64, MemoryMode.STORE, 100, 110, 20),
                row(2, 64, MemoryMode.REVERSIBLE, 50, 45, 20),
                row(4, 64, MemoryMode.REVERSIBLE, 72, 71, 40),
                row(8, 64, MemoryMode.REVERSIBLE, 112, 112, 80)));
        assertThat(table.csv()).isEqualTo("""
                        layers,length,memory,measured_mib,estimated_mib,estimated_by_measured,growth_per_layer_mib,lasting_per_layer_mib
                        2,64,STORE,100.0,110.0,1.100,,
                        2,64,REVERSIBLE,50.0,45.0,0.900,,
                        4,64,REVERSIBLE,72.0,71.0,0.986,11.0,10.0
                        8,64,REVERSIBLE,112.0,112.0,1.000,10.0,10.0
                        """);
        assertThat(table.markdown().lines().skip(2))
                .containsExactly(
                        "| 2 | 64 | STORE | 100.0 | 110.0 | 1.10 | – | – |",
                        "| 2 | 64 | REVERSIBLE | 50.0 | 45.0 | 0.90 | – | – |",
                        "| 4 | 64 | REVERSIBLE | 72.0 | 71.0 | 0.99 | 11.0 | 10.0 |",
                        "| 8 | 64 | REVERSIBLE | 112.0 | 112.0 | 1.00 | 10.0 | 10.0 |");
    }
}
