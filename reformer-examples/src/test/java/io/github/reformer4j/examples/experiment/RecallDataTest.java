package io.github.reformer4j.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.data.Batch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecallDataTest {

    private static final int PASSAGE = 16;
    private static final int FIRST = RecallData.TOKENS.offset() + 128;

    private final RecallData data = new RecallData(RecallData.TOKENS.encode("int x; // né"), PASSAGE, 7);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSecondPassageIsTheFirstOneAPlaceLater(long key) {
        Batch batch = data.training(key, 1, 8 * PASSAGE);
        int[] ids = batch.ids()[0];
        int[] symbols = Arrays.stream(ids).filter(id -> id >= FIRST).toArray();
        int[] places = place(ids);

        assertThat(symbols).hasSize(2 * (PASSAGE - 1));
        assertThat(Arrays.copyOf(symbols, PASSAGE - 1))
                .isEqualTo(Arrays.copyOfRange(symbols, PASSAGE - 1, symbols.length));
        assertThat(places[0] % PASSAGE).isZero();
        assertThat(places[PASSAGE - 1] % PASSAGE).isOne();
    }

    @Test
    void onlySymbolsOfTheSecondPassageCount() {
        Batch batch = data.training(3, 1, 8 * PASSAGE);
        int[] counted = place(batch.labels()[0]);

        assertThat(counted).hasSize(PASSAGE - 1);
        assertThat(counted[0]).isEqualTo(place(batch.ids()[0])[PASSAGE - 1]);
        assertThat(Arrays.stream(batch.labels()[0]).filter(label -> label != Batch.IGNORED))
                .hasSize(PASSAGE - 1);
    }

    @Test
    void heldOutPassagesAreAsFarApartAsIsAskedFor() {
        for (int rows : List.of(1, 3, 7)) {
            int[] places = place(data.apart(8 * PASSAGE, rows, 1).get(0).ids()[0]);
            assertThat(places[PASSAGE - 1] - places[0]).isEqualTo(rows * PASSAGE + 1);
        }
        assertThat(data.heldOut(1, 8 * PASSAGE, 0)).hasSize(16);
    }

    private static int[] place(int[] ids) {
        return java.util.stream.IntStream.range(0, ids.length)
                .filter(i -> ids[i] >= FIRST)
                .toArray();
    }

    @Test
    void theTextBetweenHasNoSymbols() {
        assertThat(Arrays.stream(data.text())).allMatch(id -> id < FIRST);
    }

    @Test
    void aLengthThatIsNoRowsIsRefused() {
        assertThatThrownBy(() -> data.training(1, 1, PASSAGE))
                .hasMessage(
                        "the length must be a multiple of 16, the positions of a row, and at least two rows, got 16");
        assertThatThrownBy(() -> data.training(1, 1, 40)).hasMessageEndingWith("got 40");
    }
}
