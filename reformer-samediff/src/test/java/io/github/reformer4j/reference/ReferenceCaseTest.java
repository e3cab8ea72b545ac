package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReferenceCaseTest {

    @TempDir
    private Path folder;

    private ReferenceCase reference;

    @BeforeEach
    void writeTheCase() throws IOException {
        reference = WrittenCase.of(folder, "small", "toy");
    }

    @Test
    void aNumberAndAListAndNullAreReadAsIntegers() {
        assertThat(reference.integers("one")).containsExactly(8);
        assertThat(reference.integers("list")).containsExactly(2, 4);
        assertThat(reference.integers("none")).isEmpty();
        assertThat(reference.flag("causal")).isTrue();
    }

    @Test
    void aMissingKeyOrArrayIsNamed() {
        assertThatThrownBy(() -> reference.integer("two")).hasMessageContaining("has no two");
        assertThatThrownBy(() -> reference.ints("z")).hasMessageContaining("has no array z");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anArrayMatchesItself(DataType type) {
        try (INDArray array = reference.array("x", type)) {
            assertThat(array.dataType()).isEqualTo(type);
            assertThat(array.shape()).containsExactly(1, 3);
            reference.assertMatches("x", array, 0);
        }
    }

    @Test
    void theToleranceIsRelativeToTheGreatestMagnitude() {
        // max |b| = 4, so 0.4 is allowed at 0.1, whichever element is off.
        assertThatCode(() -> check("x", 0.1, 1.39, 2, 4)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("x", 0.1, 1.41, 2, 4)).isInstanceOf(AssertionError.class);
    }

    @Test
    void theMessageSaysWhereAndByHowMuch() {
        assertThatThrownBy(() -> check("x", 0.1, 1, 3, 4))
                .hasMessageContaining("small: x at [0, 1] is 3.00000000, expected 2.00000000: off by 1.00 = 0.250");
    }

    @Test
    void notANumberNeverMatches() {
        assertThatThrownBy(() -> check("x", 1e9, 1, Double.NaN, 4)).hasMessageContaining("at [0, 1] is NaN");
    }

    @Test
    void anotherShapeNeverMatches() {
        try (INDArray array = Nd4j.zeros(DataType.DOUBLE, 3)) {
            assertThatThrownBy(() -> reference.assertMatches("x", array, 1e9))
                    .hasMessageContaining("has shape [3], expected [1, 3]");
        }
    }

    @Test
    void theExactArrayMatchesTooWhereThereIsOne() {
        assertThatCode(() -> check("y", 1e-6, 10)).doesNotThrowAnyException();
        assertThatCode(() -> check("y", 1e-6, 11)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("y", 1e-6, 10.5)).hasMessageContaining("exact/y at [0]");
    }

    @Test
    void theLossMatchesInEitherPrecision() {
        assertThatCode(() -> reference.assertLossMatches(2, 1e-6)).doesNotThrowAnyException();
        assertThatCode(() -> reference.assertLossMatches(3, 1e-6)).doesNotThrowAnyException();
        assertThatThrownBy(() -> reference.assertLossMatches(2.5, 1e-6)).hasMessageContaining("loss is 2.5");
        assertThatThrownBy(() -> reference.assertLossMatches(Double.NaN, 1)).isInstanceOf(AssertionError.class);
    }

    private void check(String name, double tolerance, double... values) {
        try (INDArray array =
                Nd4j.createFromArray(values).reshape(reference.shape(name)).dup('c')) {
            reference.assertMatches(name, array, tolerance);
        }
    }
}
