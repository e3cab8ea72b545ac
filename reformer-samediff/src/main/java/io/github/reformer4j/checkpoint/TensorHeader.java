package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The header of a safetensors file: which tensor stands where. Tensors fill the data without a hole, without overlapping
 * and to its end.
 *
 * @param entries in the order of the data
 * @param metadata texts beside the tensors
 * @param dataStart where the data begins in the file
 */
record TensorHeader(List<TensorEntry> entries, Map<String, String> metadata, long dataStart) {

    /** The name under which the format keeps texts, which no tensor can have. */
    static final String METADATA = "__metadata__";

    /** Bytes; what the format allows. */
    private static final int LARGEST = 100_000_000;

    private static final int ALIGNMENT = 8;

    /** The header of a file to be written. */
    static TensorHeader of(Map<String, INDArray> tensors, Map<String, String> metadata, Precision precision) {
        List<TensorEntry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
            String name = tensor.getKey();
            INDArray array = tensor.getValue();
            require(!name.equals(METADATA), "a tensor cannot be named %s, which the format reserves; rename it", name);
            require(
                    array.dataType().isFPType(),
                    "tensor %s has the type %s; only floating point is written, use castTo first",
                    name,
                    array.dataType());
            require(!array.isEmpty(), "tensor %s is empty; leave it out", name);
            TensorType type = TensorType.of(array.dataType(), precision);
            long end = begin + array.length() * type.bytes();
            entries.add(new TensorEntry(name, type, array.shape(), begin, end));
            begin = end;
        }
        return new TensorHeader(entries, metadata, 0);
    }

    /** JSON in UTF-8, with blanks at its end, so that the data begins at a multiple of 8 bytes. */
    byte[] toBytes() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        for (TensorEntry entry : entries) {
            ObjectNode node = root.putObject(entry.name());
            node.put("dtype", entry.type().name());
            Arrays.stream(entry.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        require(json.length <= LARGEST, "the header would have %d bytes; save fewer tensors in a file", json.length);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    /** Reads and checks the header of a file, whose data is not touched. */
    static TensorHeader read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        require(
                size > Long.BYTES,
                "%s is no safetensors file: it holds %d bytes; check the path, or copy the file again",
                path,
                size);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(length, channel, 0);
        long count = length.getLong();
        require(
                count > 1 && count <= Math.min(LARGEST, size - Long.BYTES),
                "%s is no safetensors file or is cut off: its header would have %d bytes, the file has %d; copy it again",
                path,
                count,
                size);
        ByteBuffer header = ByteBuffer.allocate((int) count);
        fill(header, channel, Long.BYTES);
        long dataStart = Long.BYTES + count;
        return new HeaderParser(path, size - dataStart).parse(text(path, header), dataStart);
    }

    /** Reads until the buffer is full, and flips it. */
    static void fill(ByteBuffer bytes, FileChannel channel, long at) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        bytes.flip();
    }

    private static String text(Path path, ByteBuffer header) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s is no safetensors file or is damaged: its header is no text in UTF-8; copy it again",
                            path),
                    broken);
        }
    }
}
