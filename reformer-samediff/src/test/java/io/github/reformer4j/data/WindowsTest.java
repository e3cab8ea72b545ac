package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

    private static final int[] TOKENS = IntStream.range(0, 100).toArray();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRandomBatchIsAFunctionOfItsKey(long key) {
        Batch batch = Windows.random(TOKENS, key, 4, 10);

        assertThat(batch.ids()).isDeepEqualTo(Windows.random(TOKENS, key, 4, 10).ids());
        assertThat(Arrays.deepEquals(
                        batch.ids(), Windows.random(TOKENS, key + 10, 4, 10).ids()))
                .isFalse();
        assertThat(batch.labels()).isSameAs(batch.ids());
        for (int[] row : batch.ids()) {
            assertThat(row).containsExactly(IntStream.range(row[0], row[0] + 10).toArray());
        }
    }

    @Test
    void everyPlaceIsDrawnTheFirstAndLastToo() {
        long starts = IntStream.range(0, 5_000)
                .map(key -> Windows.random(TOKENS, key, 1, 90).ids()[0][0])
                .distinct()
                .count();

        assertThat(starts).isEqualTo(11);
    }

    @Test
    void aTextOfExactlyOneSequenceWillDo() {
        assertThat(Windows.random(TOKENS, 1, 2, 100).ids()[1]).containsExactly(TOKENS);
    }

    @Test
    void consecutiveWindowsDoNotOverlap() {
        List<Batch> batches = Windows.consecutive(TOKENS, 2, 30, 0);

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0).ids()[0]).startsWith(0).hasSize(30);
        assertThat(batches.get(0).ids()[1]).startsWith(30);
        assertThat(batches.get(1).ids()).hasNumberOfRows(1);
        assertThat(batches.get(1).ids()[0]).startsWith(60).endsWith(89);
    }

    @Test
    void fewerWindowsAreSpreadOverTheWhole() {
        List<Batch> batches = Windows.consecutive(TOKENS, 1, 10, 2);

        assertThat(batches).extracting(batch -> batch.ids()[0][0]).containsExactly(0, 50);
    }

    @Test
    void aShortHeldOutPartIsOneWindow() {
        assertThat(Windows.consecutive(TOKENS, 4, 1000, 0)).hasSize(1);
    }

    @Test
    void badSizesAreRefusedInASentence() {
        assertThatThrownBy(() -> Windows.random(TOKENS, 1, 2, 101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the training part of the text has 100 tokens, fewer than one sequence of 101; "
                        + "give more text or a shorter length");
        assertThatThrownBy(() -> Windows.random(TOKENS, 1, 0, 10))
                .hasMessage("a batch needs at least 1 sequence, got 0");
        assertThatThrownBy(() -> Windows.random(TOKENS, 1, 1, 1))
                .hasMessage("a sequence must have at least 2 tokens, one to predict from the other, got 1");
        assertThatThrownBy(() -> Windows.consecutive(new int[1], 1, 10, 0))
                .hasMessage("the held-out part has 1 tokens; measuring a loss needs at least 2");
        assertThatThrownBy(() -> Windows.consecutive(TOKENS, 1, 10, -1))
                .hasMessage("the number of windows must not be negative (0: all), got -1");
    }
}
