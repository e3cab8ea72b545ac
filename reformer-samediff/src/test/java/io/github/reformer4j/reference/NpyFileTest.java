package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {

    @TempDir
    private Path folder;

    @Test
    void floatsComeBackBitForBitWithTheirShape() throws IOException {
        NpyFile file = read(WrittenCase.floats("(2, 2)", -0.0f, 1e-42f, Float.MAX_VALUE, Float.NaN));
        assertThat(file.shape()).containsExactly(2, 2);
        assertThat(file.floats()).containsExactly(-0.0f, 1e-42f, Float.MAX_VALUE, Float.NaN);
    }

    @Test
    void intsComeBackWithTheirShape() throws IOException {
        NpyFile file = read(WrittenCase.ints("(3,)", 0, -1, Integer.MAX_VALUE));
        assertThat(file.shape()).containsExactly(3);
        assertThat(file.ints()).containsExactly(0, -1, Integer.MAX_VALUE);
    }

    @Test
    void aScalarHasNoAxesAndOneElement() throws IOException {
        NpyFile file = read(WrittenCase.floats("()", 7));
        assertThat(file.shape()).isEmpty();
        assertThat(file.floats()).containsExactly(7);
    }

    @Test
    void anArrayWithoutElementsIsRead() throws IOException {
        assertThat(read(WrittenCase.floats("(0, 4)")).floats()).isEmpty();
    }

    @Test
    void theOtherTypeIsRefused() throws IOException {
        NpyFile file = read(WrittenCase.ints("(1,)", 1));
        assertThatThrownBy(file::floats).hasMessageContaining("holds <i4, not float32");
    }

    @Test
    void fortranOrderIsRefused() {
        byte[] bytes = WrittenCase.npy("<f4", "True", "(1,)", new byte[4]);
        assertThatThrownBy(() -> read(bytes)).hasMessageContaining("Fortran order");
    }

    @Test
    void aFileCutShortIsRefused() {
        byte[] bytes = WrittenCase.floats("(2,)", 1, 2);
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("holds 7 data bytes, not 8");
    }

    @Test
    void somethingElseIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {1, 2, 3})).hasMessageContaining("is no npy file");
    }

    private NpyFile read(byte[] bytes) throws IOException {
        return NpyFile.read(Files.write(folder.resolve("array.npy"), bytes));
    }
}
