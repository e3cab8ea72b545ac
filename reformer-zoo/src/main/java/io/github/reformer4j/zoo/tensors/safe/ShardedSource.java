package io.github.reformer4j.zoo.tensors.safe;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.TensorType;
import io.github.reformer4j.zoo.tensors.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model in several files, by an index that names the file of each tensor. Files and index must agree exactly. */
public final class ShardedSource implements TensorSource {

    private final Path index;
    private final Map<String, TensorSource> byFile;
    private final Map<String, String> fileOfTensor;

    private ShardedSource(Path index, Map<String, TensorSource> byFile, Map<String, String> fileOfTensor) {
        this.index = index;
        this.byFile = byFile;
        this.fileOfTensor = fileOfTensor;
    }

    /**
     * Opens an index and the files that it names, which lie beside it.
     *
     * @param opener opens one file
     * @throws IllegalArgumentException with a sentence where index and files are not what they claim, or disagree
     */
    public static ShardedSource open(Path index, Function<Path, TensorSource> opener) {
        Map<String, String> fileOfTensor = ShardIndex.read(index);
        ShardedSource source = new ShardedSource(index, new LinkedHashMap<>(), fileOfTensor);
        boolean whole = false;
        try {
            new LinkedHashSet<>(fileOfTensor.values()).forEach(file -> source.openPart(file, opener));
            whole = true;
            return source;
        } finally {
            if (!whole) {
                source.close();
            }
        }
    }

    private void openPart(String file, Function<Path, TensorSource> opener) {
        Path path = index.resolveSibling(file);
        require(
                Files.isRegularFile(path),
                "%s names the part %s, which is not beside it; fetch that file too",
                index,
                file);
        TensorSource part = opener.apply(path);
        byFile.put(file, part);
        Set<String> expected = new LinkedHashSet<>();
        fileOfTensor.forEach((name, of) -> {
            if (of.equals(file)) {
                expected.add(name);
            }
        });
        require(
                part.names().equals(expected),
                "%s and %s disagree: the index lacks %s, the part lacks %s; fetch both again",
                index,
                path,
                without(part.names(), expected),
                without(expected, part.names()));
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(fileOfTensor.keySet());
    }

    @Override
    public long[] shape(String name) {
        return part(name).shape(name);
    }

    @Override
    public TensorType type(String name) {
        return part(name).type(name);
    }

    @Override
    public INDArray read(String name, DataType asType) {
        return part(name).read(name, asType);
    }

    @Override
    public INDArray readTransposed(String name, DataType asType) {
        return part(name).readTransposed(name, asType);
    }

    private TensorSource part(String name) {
        TensorSource part = byFile.get(fileOfTensor.getOrDefault(name, ""));
        if (part == null) {
            throw new IllegalArgumentException(
                    String.format("%s has no tensor %s; names() lists those it has", index, name));
        }
        return part;
    }

    @Override
    public void close() {
        byFile.values().forEach(TensorSource::close);
    }
}
