package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {

    @Test
    void theMomentWhenMostWasTakenIsRemembered() {
        MemoryLedger ledger = new MemoryLedger();
        ledger.take(MemoryItem.WEIGHTS, 10);
        ledger.take(MemoryItem.STREAMS, 5);
        ledger.touch(MemoryItem.TEMPORARIES, 3);
        ledger.giveAll(MemoryItem.STREAMS);
        ledger.touch(MemoryItem.TEMPORARIES, 7);
        assertThat(new MemoryEstimate(ledger.atPeak()))
                .isEqualTo(new MemoryEstimate(
                        Map.of(MemoryItem.WEIGHTS, 10L, MemoryItem.STREAMS, 5L, MemoryItem.TEMPORARIES, 3L)))
                .extracting(MemoryEstimate::total)
                .isEqualTo(18L);
    }
}
