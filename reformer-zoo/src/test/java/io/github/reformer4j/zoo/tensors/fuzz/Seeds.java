package io.github.reformer4j.zoo.tensors.fuzz;

import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.zoo.tensors.pickle.CraftedPickle;
import io.github.reformer4j.zoo.tensors.torch.CraftedZip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small whole files, one of each kind; what is small has its lengths and names hit often. */
final class Seeds {

    private static final long[] SHAPE = {2, 2};
    private static final long[] BY_COLUMNS = {1, 2};

    private Seeds() {}

    /** Numbers, texts, bytes and containers of every size of length field. */
    static byte[] pickle() {
        CraftedPickle pickle = CraftedPickle.begin().op(0x95).little(40, 8).ops("}(");
        pickle.text("list")
                .ops("](K")
                .op(1)
                .ops("M")
                .op(2, 3)
                .ops("J")
                .little(-4, 4)
                .op('q', 0)
                .ops("e");
        pickle.text("bytes").op('C', 3, 1, 2, 3).op(0x94);
        pickle.text("long").op(0x8e).little(4, 8).op(1, 2, 3, 4);
        pickle.text("old").op('B').little(4, 4).op(1, 2, 3, 4);
        pickle.text("tuple")
                .integer(7)
                .op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
                .op(0x86)
                .op('r', 0, 1, 0, 0);
        pickle.text("none").op('N', 0x88, 0x89, 0x87).text("again").op('h', 0);
        return pickle.ops("u").end();
    }

    static byte[] torchZip(Path folder) throws IOException {
        CraftedZip zip = new CraftedZip().pickle(CraftedZip.tensor("0", 6, 1, SHAPE, BY_COLUMNS));
        return Files.readAllBytes(zip.entry("m/byteorder", "little".getBytes(StandardCharsets.UTF_8))
                .storage("0", 24)
                .write(folder));
    }

    static byte[] torchLegacy() {
        CraftedPickle file = CraftedPickle.begin()
                .op(0x8a, 10)
                .little(0xa86a20f9469cfc6cL, 8)
                .little(0x1950, 2)
                .ops(".");
        file.op(0x80, 2, 'M').little(1001, 2).ops(".");
        file.op(0x80, 2).ops("}").text("little_endian").op(0x88).ops("s.");
        file.raw(CraftedZip.tensor("0", 6, 1, SHAPE, BY_COLUMNS));
        file.op(0x80, 2).ops("]").text("0").ops("a.").little(6, 8);
        for (int i = 0; i < 6; i++) {
            file.little(Float.floatToIntBits(i), 4);
        }
        return file.bytes();
    }

    static byte[] safeTensors(Path folder) throws IOException {
        Path file = folder.resolve("seed.safetensors");
        try (INDArray first = Nd4j.arange(6).castTo(DataType.FLOAT).reshape(2, 3);
                INDArray second = Nd4j.arange(4).castTo(DataType.DOUBLE)) {
            Map<String, INDArray> tensors = new LinkedHashMap<>();
            tensors.put("first", first);
            tensors.put("second", second);
            SafeTensors.write(file, tensors, Map.of("format", "pt"), Precision.AS_IS);
        }
        return Files.readAllBytes(file);
    }

    /** An index of that file. */
    static byte[] index() {
        return ("{\"metadata\": {\"total_size\": 56}, \"weight_map\": {\"first\": \"seed.safetensors\", "
                        + "\"second\": \"seed.safetensors\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
