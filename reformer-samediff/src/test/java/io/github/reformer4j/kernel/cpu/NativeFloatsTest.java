package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs of numbers across pages, with pages so small that there are many: an array of more than 2^28 floats has several. */
class NativeFloatsTest {

    private static final int LENGTH = 100;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 7, 28})
    void anyRunIsReadAndWrittenAcrossPages(int pageBits) {
        try (INDArray array = Nd4j.arange(LENGTH).castTo(DataType.FLOAT)) {
            NativeFloats floats = NativeFloats.of(array, pageBits);
            for (int from = 0; from < LENGTH; from++) {
                for (int count = 0; count <= LENGTH - from; count++) {
                    checkRun(floats, from, count);
                }
            }
            assertThat(array.data().asFloat()).containsExactly(numbers(0, LENGTH));
        }
    }

    /** Read, erased and written back, with a place before and behind that stays as it is. */
    private static void checkRun(NativeFloats floats, int from, int count) {
        float[] expected = new float[count + 2];
        System.arraycopy(numbers(from, count), 0, expected, 1, count);
        float[] run = new float[count + 2];
        floats.get(from, run, 1, count);
        assertThat(run).containsExactly(expected);
        floats.put(from, new float[count], 0, count);
        floats.get(from, run, 1, count);
        assertThat(run).containsExactly(new float[count + 2]);
        floats.put(from, expected, 1, count);
    }

    private static float[] numbers(int from, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    @Test
    void nothingIsReadBehindTheEnd() {
        try (INDArray array = Nd4j.zeros(DataType.FLOAT, 10)) {
            NativeFloats floats = NativeFloats.of(array, 2);
            assertThatThrownBy(() -> floats.get(8, new float[3], 0, 3)).isInstanceOf(RuntimeException.class);
        }
    }
}
