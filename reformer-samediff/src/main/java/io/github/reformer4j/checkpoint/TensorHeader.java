package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The header of a safetensors file: which tensor stands where. Tensors fill the data without a hole, without overlapping
 * and to its end.
 */
final class TensorHeader {

    private static final String METADATA = "__metadata__";
    private static final int LARGEST = 100_000_000;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A tensor: its numbers stand at bytes {@code begin} to {@code end} − 1 of the data. */
    @SuppressWarnings("ArrayRecordComponent") // a shape, never compared
    record Entry(String name, TensorType type, long[] shape, long begin, long end) {
        long length() {
            return Arrays.stream(shape).reduce(1L, Math::multiplyExact);
        }
    }

    private final List<Entry> entries;
    private final Map<String, String> metadata;
    private final long dataStart;

    private TensorHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
        this.entries = entries;
        this.metadata = metadata;
        this.dataStart = dataStart;
    }

    List<Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Where the data begins in the file. */
    long dataStart() {
        return dataStart;
    }

    /** The header of a file to be written. */
    static TensorHeader of(Map<String, INDArray> tensors, Precision precision) {
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
            TensorType type = TensorType.of(tensor.getValue().dataType(), precision);
            long end = begin + tensor.getValue().length() * type.bytes();
            entries.add(new Entry(tensor.getKey(), type, tensor.getValue().shape(), begin, end));
            begin = end;
        }
        return new TensorHeader(entries, Map.of(), 0);
    }

    byte[] toBytes(Map<String, String> texts) {
        ObjectNode root = JSON.createObjectNode();
        if (!texts.isEmpty()) {
            ObjectNode node = root.putObject(METADATA);
            texts.forEach(node::put);
        }
        for (Entry entry : entries) {
            ObjectNode node = root.putObject(entry.name());
            node.put("dtype", entry.type().name());
            Arrays.stream(entry.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    static TensorHeader read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        require(size > Long.BYTES, "%s is no safetensors file: it holds %d bytes", path, size);
        long length =
                bytes(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                length > 1 && length <= Math.min(LARGEST, size - Long.BYTES),
                "%s is no safetensors file or is cut off: its header would have %d bytes, the file has %d",
                path,
                length,
                size);
        String json = StandardCharsets.UTF_8
                .decode(bytes(channel, Long.BYTES, (int) length))
                .toString();
        long dataStart = Long.BYTES + length;
        return parse(path, json, dataStart, size - dataStart);
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static TensorHeader parse(Path path, String json, long dataStart, long dataSize) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException broken) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s is no safetensors file: its header is no JSON object without repeated names", path),
                    broken);
        }
        require(root.isObject(), "%s is no safetensors file: its header is no JSON object", path);
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.fields().forEachRemaining(field -> {
            if (field.getKey().equals(METADATA)) {
                readMetadata(path, field.getValue(), metadata);
            } else {
                entries.add(entry(path, field.getKey(), field.getValue()));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireFilled(path, entries, dataSize);
        return new TensorHeader(entries, metadata, dataStart);
    }

    private static void readMetadata(Path path, JsonNode node, Map<String, String> into) {
        require(node.isObject(), "%s has %s that is no object of texts", path, METADATA);
        node.fields().forEachRemaining(field -> {
            require(field.getValue().isTextual(), "%s has a %s.%s that is no text", path, METADATA, field.getKey());
            into.put(field.getKey(), field.getValue().asText());
        });
    }

    private static Entry entry(Path path, String name, JsonNode node) {
        String dtype = node.path("dtype").asText();
        TensorType type = Arrays.stream(TensorType.values())
                .filter(known -> known.name().equals(dtype))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "tensor %s of %s has the dtype '%s'; F16, BF16, F32 and F64 are read", name, path, dtype)));
        long[] shape = longs(path, name, "shape", node);
        long[] offsets = longs(path, name, "data_offsets", node);
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                "tensor %s of %s has the data_offsets %s, expected a begin and an end",
                name,
                path,
                Arrays.toString(offsets));
        long needed = type.bytes();
        for (long size : shape) {
            require(
                    size > 0 && size <= Integer.MAX_VALUE && needed * size <= (1L << 33),
                    "tensor %s of %s claims the shape %s; sizes must be positive and a tensor hold no more than 2^33 bytes",
                    name,
                    path,
                    Arrays.toString(shape));
            needed *= size;
        }
        require(
                needed == offsets[1] - offsets[0],
                "tensor %s of %s has %d bytes for the shape %s in %s, expected %d",
                name,
                path,
                offsets[1] - offsets[0],
                Arrays.toString(shape),
                dtype,
                needed);
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] longs(Path path, String name, String key, JsonNode node) {
        JsonNode list = node.path(key);
        require(list.isArray(), "tensor %s of %s has no list %s", name, path, key);
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            require(
                    list.get(i).canConvertToLong()
                            && list.get(i).isIntegralNumber()
                            && list.get(i).asLong() >= 0,
                    "tensor %s of %s has %s in its %s, expected whole numbers that are not negative",
                    name,
                    path,
                    list.get(i),
                    key);
            values[i] = list.get(i).asLong();
        }
        return values;
    }

    private static void requireFilled(Path path, List<Entry> entries, long dataSize) {
        long end = 0;
        for (Entry entry : entries) {
            require(
                    entry.begin() == end,
                    "tensor %s of %s begins at byte %d of the data, but the one before ends at %d: they overlap or leave a hole",
                    entry.name(),
                    path,
                    entry.begin(),
                    end);
            end = entry.end();
        }
        require(
                end == dataSize,
                "%s holds %d bytes of data, but its tensors need %d: it was cut off or is not what it claims to be",
                path,
                dataSize,
                end);
    }
}
