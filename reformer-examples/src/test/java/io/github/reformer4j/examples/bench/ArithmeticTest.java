package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The formulas beside sums made by loops over what is multiplied. */
class ArithmeticTest {

    private static final int LENGTH = 48;
    private static final int CHUNK = 16;
    private static final int WIDTH = 8;

    /** Multiplications and additions of scores and values, counted pair by pair. */
    private static double counted(BiPredicate<Integer, Integer> sees) {
        double operations = 0.0;
        for (int query = 0; query < LENGTH; query++) {
            for (int key = 0; key < LENGTH; key++) {
                operations += sees.test(query, key) ? 2.0 * WIDTH + 2.0 * WIDTH : 0.0;
            }
        }
        return operations;
    }

    @Test
    void windowsInSequenceEndWithIt() {
        double operations = counted((query, key) -> key / CHUNK == query / CHUNK || key / CHUNK == query / CHUNK - 1);
        double keys = Arithmetic.localKeys(LENGTH, CHUNK, 1, 0);

        assertThat(Arithmetic.attention(LENGTH, keys, WIDTH)).isCloseTo(operations, within(1e-9));
        assertThat(Arithmetic.localKeys(LENGTH, CHUNK, 0, 0)).isEqualTo(CHUNK);
        assertThat(Arithmetic.localKeys(LENGTH, CHUNK, 1, 1)).isCloseTo(CHUNK * (1.0 + 4.0 / 3.0), within(1e-9));
    }

    @Test
    void causalExactAttentionSeesHalf() {
        double operations = counted((query, key) -> key <= query);

        assertThat(Arithmetic.attention(LENGTH, (LENGTH + 1) / 2.0, WIDTH)).isEqualTo(operations);
        Shape shape = new Shape(WIDTH, 2, 4, 16, CHUNK, 10);
        assertThat(LayerKind.exact(shape).attention(1, LENGTH, false)).isEqualTo(operations);
        assertThat(LayerKind.exact(shape).attention(3, LENGTH, true)).isEqualTo(3.0 * 3.5 * operations);
    }

    @Test
    void aLayerHasItsProjectionsAndEachRoundItsWindow() {
        Shape shape = Shape.USUAL;
        double attention = 4.0 * 16384 * (4 * 128) * 256; // 4 rounds of two chunks of 64
        double projections = 2.0 * (2.0 * 16384 * 256 * 256);

        LayerKind lsh = LayerKind.lsh(shape, 4);
        assertThat(lsh.attention(1, 16384, false)).isEqualTo(attention);
        assertThat(lsh.layer(1, 16384, false)).isEqualTo(attention + projections);
        assertThat(lsh.layer(1, 16384, true)).isEqualTo(3.5 * attention + 3.0 * projections);
    }

    @Test
    void aStepCountsWhatIsComputedAgain() {
        Shape shape = new Shape(8, 2, 4, 32, CHUNK, 10);
        double rows = 2.0 * LENGTH;
        double projection = 2.0 * rows * 8 * 8;
        double inner = 2.0 * rows * 8 * 32;
        double attention = 4.0 * rows * (3 * 2 * CHUNK) * 8;
        double loss = 3.0 * (2.0 * rows * 16 * 10); // forward, and two products going back
        ReformerConfig lsh = shape.model(1, 3, AttentionKind.LSH);

        // queries that are keys, values, output: forward, again, and two products going back each
        double expected = 3.0 * 4.0 * projection + (1.0 + 1.0 + 2.5) * attention + 9.0 * inner + loss;
        assertThat(Arithmetic.trainingStep(lsh, 2, LENGTH)).isCloseTo(expected, within(1e-6));
        double stored = 3.0 * 3.0 * projection + (1.0 + 2.5) * attention + 7.0 * inner + loss;
        assertThat(Arithmetic.trainingStep(lsh.withMemory(MemoryMode.STORE), 2, LENGTH))
                .isCloseTo(stored, within(1e-6));
    }

    @Test
    void layersAddUpAndSeparateKeysAreProjectedAgain() {
        Shape shape = new Shape(8, 2, 4, 32, CHUNK, 10);
        double lsh = Arithmetic.trainingStep(shape.model(1, 1, AttentionKind.LSH), 1, LENGTH);
        double both = Arithmetic.trainingStep(shape.model(2, 1, AttentionKind.LSH, AttentionKind.LOCAL), 1, LENGTH);
        double projection = 2.0 * LENGTH * 8 * 8;
        double keys = Arithmetic.localKeys(LENGTH, CHUNK, 1, 0);

        double local = 4.0 * 4.0 * projection
                + projection
                + 4.5 * Arithmetic.attention(LENGTH, keys, 8)
                + 9.0 * 2.0 * LENGTH * 8 * 32;
        assertThat(both - lsh).isCloseTo(local, within(1e-6));
    }
}
