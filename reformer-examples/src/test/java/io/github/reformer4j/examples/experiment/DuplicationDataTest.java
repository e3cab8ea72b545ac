package io.github.reformer4j.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.data.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicationDataTest {

    private static final int ZERO = DuplicationData.TOKENS.offset();

    @ParameterizedTest
    @CsvSource({"4, 1", "6, 2", "18, 10", "256, 127", "1024, 255"})
    void aSequenceIsZeroWZeroW(int length, int symbols) {
        Batch batch = new DuplicationData(length, symbols, 5).training(3, 4, length);

        for (int[] ids : batch.ids()) {
            int[] first = Arrays.copyOf(ids, length / 2);
            int[] second = Arrays.copyOfRange(ids, length / 2, length);
            assertThat(second).isEqualTo(first);
            assertThat(first[0]).isEqualTo(ZERO);
            assertThat(Arrays.stream(first, 1, first.length)).allMatch(id -> id > ZERO && id <= ZERO + symbols);
        }
    }

    @Test
    void onlySymbolsOfTheSecondHalfCount() {
        Batch batch = new DuplicationData(10, 9, 1).training(0, 1, 10);

        assertThat(batch.labels()[0])
                .startsWith(-100, -100, -100, -100, -100, -100)
                .doesNotContain(0);
        assertThat(Arrays.copyOfRange(batch.labels()[0], 6, 10)).isEqualTo(Arrays.copyOfRange(batch.ids()[0], 1, 5));
    }

    @Test
    void allSymbolsAreDrawn() {
        int[] drawn = Arrays.stream(
                        new DuplicationData(256, 7, 1).training(0, 8, 256).ids())
                .flatMapToInt(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();

        assertThat(drawn).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void wordsAreFunctionsOfSeedAndKey() {
        DuplicationData data = new DuplicationData(64, 127, 1);

        assertThat(data.training(1, 2, 64).ids())
                .isDeepEqualTo(data.training(1, 2, 64).ids());
        assertThat(data.training(1, 1, 64).ids()[0])
                .isNotEqualTo(data.training(2, 1, 64).ids()[0])
                .isNotEqualTo(new DuplicationData(64, 127, 2).training(1, 1, 64).ids()[0])
                .isNotEqualTo(data.heldOut(1, 64, 1).get(0).ids()[0]);
    }

    @Test
    void asManyWordsAreHeldOutAsAreAskedFor() {
        DuplicationData data = new DuplicationData(8, 3, 1);

        assertThat(data.heldOut(4, 8, 10)).extracting(Batch::size).containsExactly(4, 4, 2);
        assertThat(data.heldOut(100, 8, 0)).extracting(Batch::size).containsExactly(100, 100, 56);
    }

    @Test
    void dataAreToldApartByTheirHash() {
        String hash = new DuplicationData(64, 127, 1).hash();

        assertThat(new DuplicationData(64, 127, 1).hash()).isEqualTo(hash);
        assertThat(new DuplicationData(62, 127, 1).hash()).isNotEqualTo(hash);
        assertThat(new DuplicationData(64, 126, 1).hash()).isNotEqualTo(hash);
        assertThat(new DuplicationData(64, 127, 2).hash()).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 2, 5})
    void aLengthWithoutTwoHalvesIsRefused(int length) {
        assertThatThrownBy(() -> new DuplicationData(length, 9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the length must be even and at least 4 for 0w0w, got %d", length);
    }
}
