package io.github.reformer4j.zoo.tensors.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.TensorSources;
import io.github.reformer4j.zoo.tensors.pickle.CraftedPickle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files in the form of PyTorch's that lie. */
class TorchHostileTest {

    @TempDir
    Path folder;

    @Test
    void aCraftedFileIsRead() throws IOException {
        CraftedZip zip = new CraftedZip().pickle(CraftedZip.tensor("0", 6, 1, new long[] {2, 2}, new long[] {1, 2}));
        try (TensorSource source = TensorSources.open(zip.storage("0", 24).write(folder));
                INDArray w = source.read("w", DataType.DOUBLE)) {
            // The storage counts from 0; the tensor begins at 1 and goes by columns.
            assertThat(w.data().asDouble()).containsExactly(1, 3, 2, 4);
        }
    }

    static Stream<Arguments> tensors() {
        return Stream.of(
                arguments("beyond its storage", 6, 0, new long[] {7}, new long[] {1}, "leads out of its storage"),
                arguments("an offset beyond", 6, 6, new long[] {1}, new long[] {1}, "leads out of its storage"),
                arguments("a negative offset", 6, -1, new long[] {1}, new long[] {1}, "leads out of its storage"),
                arguments("a negative stride", 6, 5, new long[] {2}, new long[] {-1}, "leads out of its storage"),
                arguments(
                        "a stride that wraps around",
                        6,
                        0,
                        new long[] {3, 3},
                        new long[] {Long.MAX_VALUE, Long.MAX_VALUE},
                        "leads out of its storage"),
                arguments("a number repeated", 6, 0, new long[] {1 << 30}, new long[] {0}, "which repeats numbers"),
                arguments("windows that overlap", 6, 0, new long[] {3, 3}, new long[] {1, 1}, "which repeats numbers"),
                arguments("no numbers", 6, 0, new long[] {0}, new long[] {1}, "sizes must be positive"),
                arguments("a negative size", 6, 0, new long[] {-1}, new long[] {1}, "sizes must be positive"),
                arguments(
                        "sizes that wrap around",
                        6,
                        0,
                        new long[] {1L << 32, 1L << 32},
                        new long[] {0, 0},
                        "sizes must be positive"),
                arguments("a stride too few", 6, 0, new long[] {2, 2}, new long[] {1}, "2 sizes and 1 strides"),
                arguments("another storage", 7, 0, new long[] {1}, new long[] {1}, "has 24 bytes for storage 0 of 7"),
                arguments("a huge storage", 1L << 40, 0, new long[] {1}, new long[] {1}, "has 24 bytes for storage 0"),
                arguments("a negative storage", -1, 0, new long[] {1}, new long[] {1}, "storage 0 has -1 numbers"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tensors")
    void aTensorThatDoesNotFitItsStorageIsRefused(
            String what, long numbers, long offset, long[] shape, long[] strides, String sentence) throws IOException {
        Path file = new CraftedZip()
                .pickle(CraftedZip.tensor("0", numbers, offset, shape, strides))
                .storage("0", 24)
                .write(folder);
        assertRefused(what, file, sentence);
    }

    @Test
    void whatIsNoStateDictIsRefused() throws IOException {
        assertRefused("a list", zip(CraftedPickle.begin().ops("]").end()), "holds no dictionary of tensors");
        assertRefused(
                "a number",
                zip(CraftedPickle.begin().ops("}").text("epoch").ops("Ns").end()),
                "holds 'epoch', which is no tensor");
        assertRefused(
                "code",
                zip(CraftedPickle.begin().global("os", "system").end()),
                "it names os.system, which is not among");
        assertRefused(
                "a type that is called",
                zip(CraftedPickle.begin()
                        .global("torch", "FloatStorage")
                        .ops(")R")
                        .end()),
                "it calls torch.FloatStorage");
    }

    private Path zip(byte[] pickle) throws IOException {
        return new CraftedZip().pickle(pickle).write(folder);
    }

    @Test
    void aZipThatLiesIsRefused() throws IOException {
        byte[] fine = CraftedZip.tensor("0", 6, 0, new long[] {6}, new long[] {1});
        assertRefused("no storage", new CraftedZip().pickle(fine).write(folder), "holds no m/data/0");
        assertRefused("no pickle", new CraftedZip().storage("0", 24).write(folder), "holds 0 entries data.pkl");
        assertRefused(
                "two pickles",
                new CraftedZip().pickle(fine).entry("n/data.pkl", fine).write(folder),
                "holds 2 entries data.pkl");
        assertRefused(
                "big-endian",
                new CraftedZip()
                        .pickle(fine)
                        .entry("m/byteorder", new byte[] {'b', 'i', 'g'})
                        .write(folder),
                "the byte order 'big'");
        assertRefused(
                "compressed",
                new CraftedZip()
                        .pickle(fine)
                        .compressed("m/data/0", new byte[1 << 20])
                        .write(folder),
                "holds m/data/0 compressed");
        assertRefused(
                "a name twice",
                new CraftedZip()
                        .pickle(fine)
                        .storage("0", 24)
                        .storage("1", 24)
                        .writeRenaming(folder, "m/data/1", "m/data/0"),
                "m/data/0");
    }

    @Test
    void aNameOrCommentThatIsNoTextIsRefused() throws IOException {
        CraftedZip name = new CraftedZip().storage("é", 24);
        assertRefused("a name", name.writeRenaming(folder, "\u00c3", "\u00ff"), "is a damaged zip");
        CraftedZip comment = new CraftedZip().commented("é");
        assertRefused(
                "a comment", comment.writeRenaming(folder, "\u00c3", "\u00ff"), "the comment of an entry is no UTF-8");
    }

    static void assertRefused(String what, Path file, String sentence) {
        assertThatThrownBy(() -> TensorSources.open(file).close())
                .as(what)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(file.toString());
    }
}
