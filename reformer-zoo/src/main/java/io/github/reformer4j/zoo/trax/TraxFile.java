package io.github.reformer4j.zoo.trax;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.FileBytes;
import io.github.reformer4j.zoo.tensors.bytes.GzipBytes;
import io.github.reformer4j.zoo.tensors.numpy.NumpyArray;
import io.github.reformer4j.zoo.tensors.numpy.NumpyNames;
import io.github.reformer4j.zoo.tensors.pickle.Pickle;
import io.github.reformer4j.zoo.tensors.pickle.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The weights in a {@code model.pkl} or {@code model.pkl.gz}: a dictionary with {@code flat_weights}, a list of arrays, or
 * {@code weights}, the same arrays in nested tuples. The state of the training beside them is not read.
 */
final class TraxFile implements AutoCloseable {

    private static final int GZIP = 0x1F;
    private static final int DEEPEST = 100;

    /** Values that are looked at; tuples may hold one another more than once, so that there are no end of paths. */
    private static final int MOST_VALUES = 100_000;

    private final Path path;
    private final Bytes bytes;
    private final List<NumpyArray> weights = new ArrayList<>();
    private int seen;

    private TraxFile(Path path, Bytes bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    static TraxFile open(Path path) {
        require(Files.isRegularFile(path), "there is no file %s; give a model.pkl or model.pkl.gz of trax", path);
        TraxFile file = new TraxFile(path, bytes(path));
        boolean whole = false;
        try {
            file.collect(file.root(), 0);
            require(!file.weights.isEmpty(), "%s holds no weights; give a model.pkl or model.pkl.gz of trax", path);
            whole = true;
            return file;
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    private static Bytes bytes(Path path) {
        Bytes plain = FileBytes.open(path);
        byte[] first = new byte[1];
        if (plain.read(0, first, 0, 1) == 1 && first[0] == GZIP) {
            plain.close();
            return GzipBytes.open(path);
        }
        return plain;
    }

    private Object root() {
        Object root = Pickle.read(bytes, 0, new NumpyNames(path)).value();
        require(
                root instanceof Map<?, ?> map && (map.containsKey("flat_weights") || map.containsKey("weights")),
                "%s holds no dictionary with flat_weights or weights; give a model.pkl or model.pkl.gz of trax",
                path);
        Map<?, ?> map = (Map<?, ?>) root;
        Object found = map.containsKey("flat_weights") ? map.get("flat_weights") : map.get("weights");
        require(
                !(found instanceof Long),
                "%s keeps its weights in another file, model.weights.npy.gz, which is not read; load it in trax and "
                        + "save it by save_to_file",
                path);
        return Objects.requireNonNull(found);
    }

    /** In trax's order: depth first, dictionaries by their values. */
    private void collect(Object value, int depth) {
        require(++seen <= MOST_VALUES && depth <= DEEPEST, "the weights of %s are nested without end", path);
        if (value instanceof NumpyArray array) {
            require(array.isDescribed(), "%s names an array that it does not describe; fetch it again", path);
            weights.add(array);
        } else if (value instanceof Tuple tuple) {
            tuple.items().forEach(item -> collect(item, depth + 1));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, depth + 1));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> collect(item, depth + 1));
        } else {
            throw new IllegalArgumentException(
                    String.format("%s holds a weight that is no array but a %s", path, kind(value)));
        }
    }

    private static String kind(Object value) {
        return value.getClass().getSimpleName();
    }

    /** Arrays in the order of trax's layers. */
    List<NumpyArray> weights() {
        return weights;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
