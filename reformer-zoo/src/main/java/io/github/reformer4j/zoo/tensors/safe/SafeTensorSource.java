package io.github.reformer4j.zoo.tensors.safe;

import io.github.reformer4j.checkpoint.TensorFile;
import io.github.reformer4j.checkpoint.TensorType;
import io.github.reformer4j.zoo.tensors.TensorSource;
import java.nio.file.Path;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One safetensors file. */
public final class SafeTensorSource implements TensorSource {

    private final TensorFile file;

    private SafeTensorSource(TensorFile file) {
        this.file = file;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     */
    public static SafeTensorSource open(Path file) {
        return new SafeTensorSource(TensorFile.open(file));
    }

    @Override
    public Set<String> names() {
        return file.names();
    }

    @Override
    public long[] shape(String name) {
        return file.shape(name);
    }

    @Override
    public TensorType type(String name) {
        return file.type(name);
    }

    @Override
    public INDArray read(String name, DataType asType) {
        return file.read(name, asType);
    }

    @Override
    public INDArray readTransposed(String name, DataType asType) {
        return file.readTransposed(name, asType);
    }

    @Override
    public void close() {
        file.close();
    }
}
