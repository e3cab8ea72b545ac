package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.checkpoint.CraftedFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a file is not what it claims to be gets a sentence that names the file and the tensor. */
class DamagedSafeTensorsTest {

    private static final String FINE = "{" + tensor("w", "F32", "[2]", 0, 8) + "}";

    @TempDir
    Path folder;

    static Stream<Arguments> headers() {
        String two = "{%s,%s}";
        return Stream.of(
                arguments("data too short", FINE, 7, "7 bytes of data"),
                arguments("data too long", FINE, 9, "9 bytes of data"),
                arguments("no tensors, some data", "{}", 3, "3 bytes of data"),
                arguments("unknown dtype", "{" + tensor("w", "I64", "[1]", 0, 8) + "}", 8, "'I64'"),
                arguments("no dtype", "{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "dtype"),
                arguments("shape too large", "{" + tensor("w", "F32", "[3]", 0, 8) + "}", 8, "[3]"),
                arguments("negative size", "{" + tensor("w", "F32", "[-2]", 0, 8) + "}", 8, "-2"),
                arguments("negative sizes", "{" + tensor("w", "F32", "[-1,-2]", 0, 8) + "}", 8, "-1"),
                arguments("size 0", "{" + tensor("w", "F32", "[0]", 0, 0) + "}", 0, "[0]"),
                arguments("a fraction as size", "{" + tensor("w", "F32", "[2.0]", 0, 8) + "}", 8, "2.0"),
                arguments("a huge size", "{" + tensor("w", "F32", "[99999999999999999999]", 0, 8) + "}", 8, "9999"),
                arguments("a wrapping shape", wrapping("[1073741824,1073741824,2]"), 0, "1073741824"),
                arguments("a wrapping shape", wrapping("[1073741824,2147483647,2147483647]"), 0, "2147483647"),
                arguments("too many axes", "{" + tensor("w", "F32", ones(33), 0, 4) + "}", 4, "33"),
                arguments("negative offset", "{" + tensor("w", "F32", "[2]", -8, 0) + "}", 8, "-8"),
                arguments("offsets backwards", "{" + tensor("w", "F32", "[2]", 8, 0) + "}", 8, "[8, 0]"),
                arguments("offset outside", "{" + tensor("w", "F32", "[2]", 8, 16) + "}", 8, "8"),
                arguments("three offsets", FINE.replace("[0,8]", "[0,4,8]"), 8, "[0, 4, 8]"),
                arguments("no offsets", "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "data_offsets"),
                arguments("no shape", "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, "shape"),
                arguments("a number as tensor", "{\"w\":3}", 8, "tensor w"),
                arguments("a hole in front", "{" + tensor("w", "F32", "[1]", 4, 8) + "}", 8, "hole"),
                arguments(
                        "a hole",
                        String.format(two, tensor("v", "F32", "[1]", 0, 4), tensor("w", "F32", "[1]", 8, 12)),
                        12,
                        "hole"),
                arguments(
                        "overlap",
                        String.format(two, tensor("v", "F32", "[2]", 0, 8), tensor("w", "F32", "[1]", 4, 8)),
                        8,
                        "overlap"),
                arguments(
                        "equal places",
                        String.format(two, tensor("v", "F32", "[2]", 0, 8), tensor("w", "F32", "[2]", 0, 8)),
                        8,
                        "overlap"),
                arguments(
                        "a name twice",
                        String.format(two, tensor("w", "F32", "[1]", 0, 4), tensor("w", "F32", "[1]", 4, 8)),
                        8,
                        "'w'"),
                arguments("no JSON", "{\"w\":", 8, "JSON"),
                arguments("a list", "[]", 8, "JSON object"),
                arguments("something behind", FINE + "{}", 8, "JSON"),
                arguments("blanks alone", "        ", 8, "JSON"),
                arguments("deeply nested", "[".repeat(100_000), 8, "JSON"),
                arguments("a deeply nested size", nested(), 8, "tensor w"),
                arguments("metadata in numbers", "{\"__metadata__\":{\"a\":1}}", 0, "__metadata__"),
                arguments("metadata as list", "{\"__metadata__\":[]}", 0, "__metadata__"));
    }

    private static String wrapping(String shape) {
        return "{" + tensor("w", "F64", shape, 0, 0) + "," + tensor("x", "F32", "[1]", 0, 4) + "}";
    }

    private static String ones(int axes) {
        return Arrays.toString(new int[axes]).replace('0', '1');
    }

    private static String nested() {
        return FINE.replace("[2]", "[" + "[".repeat(50_000) + "]".repeat(50_000) + "]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aHeaderThatDoesNotHoldIsRefusedWithASentence(String what, String header, int data, String named)
            throws IOException {
        Path file = CraftedFile.write(folder, header, data);

        assertThatThrownBy(() -> SafeTensors.read(file))
                .as(what)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("crafted.safetensors")
                .satisfies(thrown ->
                        assertThat(String.valueOf(thrown.getMessage())).hasSizeLessThan(1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32})
    void aHeaderLengthThatTheFileCannotHoldIsRefusedBeforeMemoryIsTaken(long length) throws IOException {
        Path file = CraftedFile.claiming(folder, length, FINE.getBytes(StandardCharsets.UTF_8), new byte[8]);

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(file.toString(), Long.toString(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 40})
    void aFileCutOffAnywhereIsRefused(int length) throws IOException {
        Path file = CraftedFile.write(folder, FINE, 8);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        byte[] header = FINE.getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xFF;
        Path file = CraftedFile.write(folder, header, new byte[8]);

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(file.toString(), "UTF-8");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.safetensors");

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> SafeTensors.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.toString());
    }
}
