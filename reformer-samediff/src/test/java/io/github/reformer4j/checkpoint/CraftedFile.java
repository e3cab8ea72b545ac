package io.github.reformer4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the form of safetensors, written byte by byte, right or wrong. */
final class CraftedFile {

    private CraftedFile() {}

    /** A file with this header and as many bytes of data. */
    static Path write(Path folder, String header, int dataBytes) throws IOException {
        return write(folder, header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
    }

    static Path write(Path folder, byte[] header, byte[] data) throws IOException {
        return claiming(folder, header.length, header, data);
    }

    /** A file whose header would have {@code length} bytes. */
    static Path claiming(Path folder, long length, byte[] header, byte[] data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header).put(data);
        return Files.write(folder.resolve("crafted.safetensors"), bytes.array());
    }

    /** The header's entry of a tensor. */
    static String tensor(String name, String dtype, String shape, long begin, long end) {
        return String.format(
                "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}", name, dtype, shape, begin, end);
    }
}
