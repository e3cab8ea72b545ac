package io.github.reformer4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DropoutMaskTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void inPartsOfAnySizeAMaskIsTheSame(DataType type) {
        try (INDArray mask = DropoutMask.create(type, 3, 11, 0.4, 5, 7)) {
            for (long size : new long[] {1, 2, 6, 35, 100}) {
                try (INDArray ones = Nd4j.ones(type, 5, 7)) {
                    DropoutMask.apply(ones, 3, 11, 0.4, size);
                    assertThat(ones).isEqualTo(mask);
                }
            }
        }
    }
}
