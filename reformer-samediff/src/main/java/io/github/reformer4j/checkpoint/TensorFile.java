package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A safetensors file of which one tensor is in memory at a time; {@link SafeTensors} reads it as a whole. */
public final class TensorFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final TensorHeader header;
    private final Map<String, TensorEntry> byName = new LinkedHashMap<>();

    private TensorFile(Path path, FileChannel channel, TensorHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        header.entries().forEach(entry -> byName.put(entry.name(), entry));
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     * @throws UncheckedIOException where it cannot be read
     */
    public static TensorFile open(Path path) {
        return SafeTensors.opened(path, channel -> new TensorFile(path, channel, TensorHeader.read(path, channel)));
    }

    /** The names, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** Gives each tensor in the order of the file; it is freed when the receiver returns. */
    public void forEach(BiConsumer<String, INDArray> receiver) {
        for (TensorEntry entry : header.entries()) {
            try (INDArray tensor = read(entry, entry.type().inMemory(), false)) {
                receiver.accept(entry.name(), tensor);
            }
        }
    }

    /**
     * Sizes of a tensor; none: a single number.
     *
     * @throws IllegalArgumentException where no tensor has this name
     */
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    /** What the file keeps its numbers as. */
    public TensorType type(String name) {
        return entry(name).type();
    }

    /**
     * A new array with the numbers of a tensor, which the caller closes.
     *
     * @param asType {@link DataType#FLOAT} or {@link DataType#DOUBLE}
     */
    public INDArray read(String name, DataType asType) {
        return read(entry(name), asType, false);
    }

    /** The same of a matrix, transposed while it is read; no number stands in memory twice. */
    public INDArray readTransposed(String name, DataType asType) {
        require(shape(name).length == 2, "tensor %s of %s is no matrix; read it as it is", name, path);
        return read(entry(name), asType, true);
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = byName.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    String.format("%s has no tensor %s; names() lists those it has", path, name));
        }
        return entry;
    }

    private INDArray read(TensorEntry entry, DataType asType, boolean transposed) {
        long at = header.dataStart() + entry.begin();
        try {
            return transposed
                    ? TensorData.readTransposed(channel, at, entry, asType)
                    : TensorData.read(channel, at, entry, asType);
        } catch (IOException problem) {
            throw SafeTensors.unreadable(path, problem);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException problem) {
            throw SafeTensors.unreadable(path, problem);
        }
    }
}
