package io.github.reformer4j.checkpoint;

import io.github.reformer4j.kernel.Temporaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A safetensors file: eight bytes with the length of a header, the header in JSON, and the numbers of all tensors one after
 * another, little-endian. Reading is strict; everything that the header claims is checked before memory is taken for it.
 */
public final class SafeTensors implements AutoCloseable {

    private static final int BLOCK = 1 << 20;

    private final Map<String, INDArray> tensors;
    private final Map<String, String> metadata;

    private SafeTensors(Map<String, INDArray> tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /** The tensors in the order of the file; 16-bit numbers as float. They belong to this object. */
    public Map<String, INDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The texts beside them. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** Frees the tensors. */
    @Override
    public void close() {
        tensors.values().forEach(Temporaries::free);
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @throws UncheckedIOException with a sentence for people
     */
    public static void write(
            Path path, Map<String, INDArray> tensors, Map<String, String> metadata, Precision precision) {
        byte[] header = TensorHeader.of(tensors, precision).toBytes(metadata);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            drain(channel, length.putLong(header.length).flip());
            drain(channel, ByteBuffer.wrap(header));
            for (INDArray tensor : tensors.values()) {
                writeTensor(channel, tensor, TensorType.of(tensor.dataType(), precision));
            }
        });
    }

    private static void writeTensor(FileChannel channel, INDArray tensor, TensorType type) throws IOException {
        double[] doubles;
        try (INDArray dense = tensor.dup('c')) {
            doubles = dense.data().asDouble();
        }
        ByteBuffer block = ByteBuffer.allocate(Math.min(doubles.length, BLOCK) * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : doubles) {
            type.write(value, block);
            if (!block.hasRemaining()) {
                drain(channel, block.flip());
                block.clear();
            }
        }
        drain(channel, block.flip());
    }

    private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     * @throws UncheckedIOException where it cannot be read
     */
    public static SafeTensors read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            TensorHeader header = TensorHeader.read(path, channel);
            Map<String, INDArray> tensors = new LinkedHashMap<>();
            for (TensorHeader.Entry entry : header.entries()) {
                tensors.put(entry.name(), readTensor(channel, header.dataStart() + entry.begin(), entry));
            }
            return new SafeTensors(tensors, header.metadata());
        } catch (java.nio.file.NoSuchFileException missing) {
            throw new IllegalArgumentException(
                    String.format("there is no file %s; check the path of the checkpoint", path), missing);
        } catch (IOException problem) {
            throw new UncheckedIOException(String.format("%s could not be read (%s)", path, problem), problem);
        }
    }

    private static INDArray readTensor(FileChannel channel, long at, TensorHeader.Entry entry) throws IOException {
        int length = Math.toIntExact(entry.length());
        double[] values = new double[length];
        ByteBuffer block = ByteBuffer.allocate(
                        Math.max(1, Math.min(length, BLOCK)) * entry.type().bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        long position = at;
        for (int done = 0; done < length; ) {
            int count = Math.min(BLOCK, length - done);
            block.clear().limit(count * entry.type().bytes());
            while (block.hasRemaining() && channel.read(block, position + block.position()) >= 0) {}
            position += block.position();
            block.flip();
            for (int i = 0; i < count; i++) {
                values[done++] = entry.type().read(block);
            }
        }
        return array(values, entry);
    }

    private static INDArray array(double[] values, TensorHeader.Entry entry) {
        if (entry.type().inMemory() == DataType.DOUBLE) {
            return Nd4j.create(values, entry.shape(), 'c');
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Nd4j.create(floats, entry.shape(), 'c');
    }
}
