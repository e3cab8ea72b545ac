package io.github.reformer4j.zoo.tensors.torch;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.TensorType;
import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.bytes.TensorReading;
import io.github.reformer4j.zoo.tensors.bytes.TensorView;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tensors by name, each in a storage somewhere in the file. */
final class StateDict implements TensorSource {

    private final Object what;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, Span> places;
    private final Closeable file;

    /**
     * @param tensors as {@link #tensorsOf} checked them
     * @param places where the storages are, by their keys
     * @param file closed with this
     */
    StateDict(Object what, Map<String, StoredTensor> tensors, Map<String, Span> places, Closeable file) {
        this.what = what;
        this.tensors = tensors;
        this.places = places;
        this.file = file;
    }

    /** The tensors of the root of a pickle, which must hold nothing else. */
    static Map<String, StoredTensor> tensorsOf(Object what, Object root) {
        require(root instanceof Map, "%s holds no dictionary of tensors; give the file with the state dict", what);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        ((Map<?, ?>) root).forEach((name, value) -> {
            if (!(name instanceof String text) || !(value instanceof StoredTensor tensor)) {
                throw new IllegalArgumentException(String.format(
                        "%s holds '%s', which is no tensor; give a file with the state dict alone", what, name));
            }
            tensors.put(text, tensor);
        });
        return tensors;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public long[] shape(String name) {
        return tensor(name).view().shape().clone();
    }

    @Override
    public TensorType type(String name) {
        return tensor(name).view().type();
    }

    @Override
    public INDArray read(String name, DataType asType) {
        StoredTensor tensor = tensor(name);
        return read(tensor, tensor.view(), asType);
    }

    @Override
    public INDArray readTransposed(String name, DataType asType) {
        StoredTensor tensor = tensor(name);
        require(tensor.view().shape().length == 2, "tensor %s of %s is no matrix; read it as it is", name, what);
        return read(tensor, tensor.view().permuted(1, 0), asType);
    }

    private INDArray read(StoredTensor tensor, TensorView view, DataType asType) {
        Span place = Objects.requireNonNull(places.get(tensor.storage().key()));
        return TensorReading.read(view, place.bytes(), place.start(), asType);
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    String.format("%s has no tensor %s; names() lists those it has", what, name));
        }
        return tensor;
    }

    @Override
    public void close() {
        places.values().stream().map(Span::bytes).distinct().forEach(Bytes::close);
        try {
            file.close();
        } catch (IOException problem) {
            throw Bytes.unreadable(what, problem);
        }
    }
}
