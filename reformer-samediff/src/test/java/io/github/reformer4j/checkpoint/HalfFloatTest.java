package io.github.reformer4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {

    @Test
    void everyHalfComesBackFromItsFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.of(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NaN))).isNaN();
    }

    @Test
    void betweenTwoHalvesTheNearerIsTakenAndInTheMiddleTheEvenOne() {
        for (int bits = 0; bits < 0x7BFF; bits++) {
            double low = HalfFloat.toFloat((short) bits);
            double high = HalfFloat.toFloat((short) (bits + 1));
            int even = bits % 2 == 0 ? bits : bits + 1;

            assertThat(HalfFloat.of((float) (low + (high - low) * 0.5))).isEqualTo((short) even);
            assertThat(HalfFloat.of((float) (low + (high - low) * 0.49))).isEqualTo((short) bits);
            assertThat(HalfFloat.of((float) (low + (high - low) * 0.51))).isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void valuesOfTheStandard() {
        assertThat(HalfFloat.toFloat((short) 0x3C00)).isEqualTo(1.0f);
        assertThat(HalfFloat.toFloat((short) 0xC000)).isEqualTo(-2.0f);
        assertThat(HalfFloat.toFloat((short) 0x7BFF)).isEqualTo(65504.0f);
        assertThat(HalfFloat.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.of(65520.0f)).isEqualTo((short) 0x7C00);
        assertThat(HalfFloat.of(Math.nextDown(65520.0f))).isEqualTo((short) 0x7BFF);
    }
}
