package io.github.reformer4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.CounterRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafeTensorsTest {

    private static final double HALF_STEP = 0x1p-11;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenAsItIsComesBackBitForBitInItsOrder(long seed) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Map<String, INDArray> arrays = arrays(type, seed);
            SafeTensors.write(file(), arrays, Map.of("note", "zwei Wörter \"so\"\n"), Precision.AS_IS);

            try (SafeTensors read = SafeTensors.read(file())) {
                assertThat(read.tensors().keySet()).containsExactlyElementsOf(arrays.keySet());
                assertThat(read.metadata()).containsExactly(Map.entry("note", "zwei Wörter \"so\"\n"));
                arrays.forEach((name, array) -> {
                    INDArray back = tensor(read, name);
                    assertThat(back.dataType()).isEqualTo(type);
                    assertThat(back.shape()).isEqualTo(array.shape());
                    assertThat(values(back)).isEqualTo(values(array));
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void halfPrecisionIsF16AndRoundsToElevenBits(long seed) throws IOException {
        Map<String, INDArray> arrays = arrays(DataType.DOUBLE, seed);
        SafeTensors.write(file(), arrays, Map.of(), Precision.HALF);

        assertThat(header()).contains("\"dtype\":\"F16\"").doesNotContain("F64");
        try (SafeTensors read = SafeTensors.read(file())) {
            arrays.forEach((name, array) -> {
                double[] back = values(tensor(read, name));
                double[] given = values(array);
                for (int i = 0; i < given.length; i++) {
                    assertThat(Math.abs(back[i] - given[i]))
                            .isLessThanOrEqualTo(Math.abs(given[i]) * HALF_STEP + 0x1p-25);
                }
            });
        }
    }

    @Test
    void singlePrecisionIsF32() throws IOException {
        SafeTensors.write(file(), arrays(DataType.DOUBLE, 4), Map.of(), Precision.SINGLE);

        assertThat(header()).contains("\"dtype\":\"F32\"").doesNotContain("F64");
    }

    @Test
    void theDataIsLittleEndianBehindAHeaderOfAMultipleOfEightBytes() throws IOException {
        SafeTensors.write(file(), Map.of("a", Nd4j.createFromArray(1.0f, -2.5f)), Map.of(), Precision.AS_IS);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.getLong();

        assertThat(length % 8).isZero();
        assertThat(header().strip()).isEqualTo("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getFloat((int) length + 8)).isEqualTo(1.0f);
        assertThat(bytes.getFloat((int) length + 12)).isEqualTo(-2.5f);
        assertThat(bytes.capacity()).isEqualTo(length + 16);
    }

    @Test
    void bfloat16AndHalfAreReadAsFloat() throws IOException {
        String header = "{" + CraftedFile.tensor("b", "BF16", "[2]", 0, 4) + ","
                + CraftedFile.tensor("h", "F16", "[1,2]", 4, 8) + "}";
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3F80).putShort((short) 0xC020);
        data.putShort((short) 0x3C00).putShort((short) 0x8001);

        try (SafeTensors read =
                SafeTensors.read(CraftedFile.write(folder, header.getBytes(StandardCharsets.UTF_8), data.array()))) {
            assertThat(tensor(read, "b").dataType()).isEqualTo(DataType.FLOAT);
            assertThat(values(tensor(read, "b"))).containsExactly(1.0, -2.5);
            assertThat(values(tensor(read, "h"))).containsExactly(1.0, -0x1p-24);
        }
    }

    @Test
    void tensorsComeInTheOrderOfTheirDataWhateverTheOrderOfTheHeader() throws IOException {
        String header = "{" + CraftedFile.tensor("second", "F32", "[1]", 4, 8) + ",\"__metadata__\":{},"
                + CraftedFile.tensor("first", "F32", "[]", 0, 4) + "}";

        try (SafeTensors read = SafeTensors.read(CraftedFile.write(folder, header, 8))) {
            assertThat(read.tensors().keySet()).containsExactly("first", "second");
            assertThat(tensor(read, "first").rank()).isZero();
        }
    }

    @Test
    void aTensorOfSeveralBlocksAndAViewAreWrittenInRowOrder() {
        try (INDArray large = Initializer.normal(1.0).create(DataType.FLOAT, 9, (2 << 18) + 5)) {
            INDArray transposed =
                    Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).transpose();
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            arrays.put("large", large);
            arrays.put("view", transposed);
            SafeTensors.write(file(), arrays, Map.of(), Precision.AS_IS);

            try (SafeTensors read = SafeTensors.read(file())) {
                assertThat(values(tensor(read, "large"))).isEqualTo(values(large));
                assertThat(values(tensor(read, "view"))).containsExactly(1, 4, 2, 5, 3, 6);
                assertThat(tensor(read, "view").shape()).containsExactly(3, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void arraysOfWholeNumbersAreRefused(Precision precision) {
        assertThatThrownBy(
                        () -> SafeTensors.write(file(), Map.of("ids", Nd4j.createFromArray(1, 2)), Map.of(), precision))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ids", "INT", "castTo");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aNameThatTheFormatReservesIsRefused() {
        assertThatThrownBy(() -> SafeTensors.write(
                        file(), Map.of("__metadata__", Nd4j.createFromArray(1.0f)), Map.of(), Precision.AS_IS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
    }

    @Test
    void aNumberTooLargeForHalfPrecisionIsRefusedAndLeavesTheFileThatWasThere() throws IOException {
        SafeTensors.write(file(), Map.of("a", Nd4j.createFromArray(1.0f)), Map.of(), Precision.HALF);
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(() -> SafeTensors.write(
                        file(), Map.of("a", Nd4j.createFromArray(1.0f, 7e4f)), Map.of(), Precision.HALF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("tensor a", "70000", "SINGLE");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    private Path file() {
        return folder.resolve("tensors.safetensors");
    }

    private String header() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8);
    }

    /** Arrays whose names are in no alphabetical order, with one to three axes of sizes by the seed. */
    private static Map<String, INDArray> arrays(DataType type, long seed) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            long[] shape = new long[1 + i % 3];
            for (int axis = 0; axis < shape.length; axis++) {
                shape[axis] = 1L + Math.floorMod(CounterRandom.bits(seed, 10L * i + axis), 7);
            }
            long key = CounterRandom.derive(seed, i);
            arrays.put(
                    "layers." + (7 * i % 5) + ".weight", Initializer.normal(1.0).create(type, key, shape));
        }
        return arrays;
    }

    private static INDArray tensor(SafeTensors read, String name) {
        return Objects.requireNonNull(read.tensors().get(name), name);
    }

    private static double[] values(INDArray array) {
        try (INDArray dense = array.dup('c')) {
            return dense.data().asDouble();
        }
    }
}
