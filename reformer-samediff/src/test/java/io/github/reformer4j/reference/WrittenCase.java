package io.github.reformer4j.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small case folders and npy files, written for the tests of the harness. */
final class WrittenCase {

    private WrittenCase() {}

    /** A case of the kind, with expected arrays x = [[1, 2, 4]] and y = [10], and exact/y = [11]. */
    static ReferenceCase of(Path parent, String name, String kind) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        String array = "\"%s\":{\"file\":\"%s.npy\",\"role\":\"expected\"}";
        String json = "{\"name\":\"" + name + "\",\"kind\":\"" + kind + "\","
                + "\"config\":{\"one\":8,\"list\":[2,4],\"none\":null,\"causal\":true},\"loss\":2.0,\"loss_exact\":3.0,"
                + "\"arrays\":{" + String.format(array, "x", "x") + "," + String.format(array, "y", "y") + ","
                + String.format(array, "exact/y", "exact_y") + "}}";
        Files.writeString(folder.resolve(ReferenceCases.FILE), json);
        Files.write(folder.resolve("x.npy"), floats("(1, 3)", 1, 2, 4));
        Files.write(folder.resolve("y.npy"), floats("(1,)", 10));
        Files.write(folder.resolve("exact_y.npy"), floats("(1,)", 11));
        return ReferenceCase.read(folder);
    }

    static byte[] floats(String shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return npy("<f4", "False", shape, data.array());
    }

    static byte[] ints(String shape, int... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        return npy("<i4", "False", shape, data.array());
    }

    static byte[] npy(String type, String fortran, String shape, byte[] data) {
        String header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        bytes.put((byte) 1).put((byte) 0).putShort((short) text.length);
        return bytes.put(text).put(data).array();
    }
}
