package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.Temporaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A safetensors file: eight bytes with the length of a header, the header in JSON, and the numbers of all tensors one after
 * another, little-endian. Reading is strict; everything that the header claims is checked before memory is taken for it.
 */
public final class SafeTensors implements AutoCloseable {

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
     * @throws IllegalArgumentException with a sentence where a tensor has no place in such a file
     * @throws UncheckedIOException with a sentence for people
     */
    public static void write(
            Path path, Map<String, INDArray> tensors, Map<String, String> metadata, Precision precision) {
        write(path, tensors, metadata, precision, () -> {});
    }

    /** Does this as well when all is written, just before the file takes its place. */
    static void write(
            Path path,
            Map<String, INDArray> tensors,
            Map<String, String> metadata,
            Precision precision,
            AtomicFile.Last last) {
        TensorHeader header = TensorHeader.of(tensors, metadata, precision);
        byte[] json = header.toBytes();
        AtomicFile.Writing writing = channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            TensorData.drain(channel, length.putLong(json.length).flip());
            TensorData.drain(channel, ByteBuffer.wrap(json));
            for (TensorEntry entry : header.entries()) {
                TensorData.write(channel, Objects.requireNonNull(tensors.get(entry.name())), entry);
            }
        };
        AtomicFile.write(path, writing, last);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     * @throws UncheckedIOException where it cannot be read
     */
    public static SafeTensors read(Path path) {
        return read(path, header -> {});
    }

    /** Reads a file whose header stands the check, which comes before memory is taken for any tensor. */
    static SafeTensors read(Path path, Consumer<TensorHeader> check) {
        return opened(path, channel -> {
            try (channel) {
                TensorHeader header = TensorHeader.read(path, channel);
                check.accept(header);
                return new SafeTensors(readAll(channel, header), header.metadata());
            }
        });
    }

    /** What is made of an open file; whoever makes it closes the file, which is closed here only if nothing comes of it. */
    interface Opening<T> {
        T of(FileChannel channel) throws IOException;
    }

    static <T> T opened(Path path, Opening<T> opening) {
        require(Files.exists(path), "there is no file %s; check the path of the checkpoint", path);
        require(Files.isRegularFile(path), "%s is no file; give the path of a safetensors file", path);
        try {
            return Uninterrupted.get(() -> openedOnce(path, opening));
        } catch (IOException problem) {
            throw unreadable(path, problem);
        }
    }

    private static <T> T openedOnce(Path path, Opening<T> opening) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        boolean made = false;
        try {
            T result = opening.of(channel);
            made = true;
            return result;
        } finally {
            if (!made) {
                channel.close();
            }
        }
    }

    static UncheckedIOException unreadable(Path path, IOException problem) {
        return new UncheckedIOException(
                String.format(
                        "%s could not be read (%s); check the disk and the permissions",
                        path, DiskProblem.reason(problem)),
                problem);
    }

    private static Map<String, INDArray> readAll(FileChannel channel, TensorHeader header) throws IOException {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        boolean whole = false;
        try {
            for (TensorEntry entry : header.entries()) {
                tensors.put(
                        entry.name(),
                        TensorData.read(
                                channel,
                                header.dataStart() + entry.begin(),
                                entry,
                                entry.type().inMemory()));
            }
            whole = true;
            return tensors;
        } finally {
            if (!whole) {
                tensors.values().forEach(Temporaries::free);
            }
        }
    }
}
