package io.github.reformer4j.zoo.tensors.torch;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.FileBytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.pickle.Allowed;
import io.github.reformer4j.zoo.tensors.pickle.Pickle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of PyTorch before version 1.6: five pickles (a number that marks it, the version, the machine, the tensors, the keys
 * of their storages), then each storage as its length in 8 bytes and its numbers.
 */
public final class TorchLegacy {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private final Bytes bytes;
    private long position;

    private TorchLegacy(Bytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Opens a file and checks all that it claims.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     */
    public static TensorSource open(Path path) {
        Bytes bytes = FileBytes.open(path);
        boolean whole = false;
        try {
            TensorSource source = new TorchLegacy(bytes).source();
            whole = true;
            return source;
        } finally {
            if (!whole) {
                bytes.close();
            }
        }
    }

    private TensorSource source() {
        require(next(Allowed.NO_NAMES).equals(MAGIC), "%s is a pickle, but not one that torch.save wrote", bytes);
        Object version = next(Allowed.NO_NAMES);
        require(version.equals(VERSION), "%s has another version than %d; save it by torch.save again", bytes, VERSION);
        requireLittleEndian(next(Allowed.NO_NAMES));
        TorchNames names = new TorchNames(bytes);
        Map<String, StoredTensor> tensors = StateDict.tensorsOf(bytes, next(names));
        Object keys = next(Allowed.NO_NAMES);
        require(
                keys instanceof List<?> list && list.size() == names.storages().size(),
                "%s lists other storages than its tensors use; fetch it again",
                bytes);
        return new StateDict(bytes, tensors, places((List<?>) keys, names.storages()), bytes::close);
    }

    private Object next(Allowed allowed) {
        Pickle pickle = Pickle.read(bytes, position, allowed);
        position = pickle.end();
        return pickle.value();
    }

    private void requireLittleEndian(Object machine) {
        require(
                machine instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("little_endian")),
                "%s was not written by a little-endian machine, whose numbers alone are read",
                bytes);
    }

    private Map<String, Span> places(List<?> keys, Map<String, Storage> storages) {
        Map<String, Span> places = new LinkedHashMap<>();
        for (Object key : keys) {
            Storage storage = key instanceof String ? storages.get(key) : null;
            if (storage == null || places.containsKey(storage.key())) {
                throw new IllegalArgumentException(
                        String.format("%s lists other storages than its tensors use; fetch it again", bytes));
            }
            places.put(storage.key(), place(storage));
        }
        require(
                position == bytes.size(),
                "%s has %d bytes behind its last storage; fetch it again",
                bytes,
                bytes.size() - position);
        return places;
    }

    private Span place(Storage storage) {
        byte[] length = new byte[Long.BYTES];
        bytes.readAll(position, length, 0, length.length);
        long numbers = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        position += Long.BYTES;
        require(
                numbers == storage.numbers() && storage.bytes() <= bytes.size() - position,
                "%s has %d numbers in storage %s and %d bytes left, expected %d numbers in %s; fetch it again",
                bytes,
                numbers,
                storage.key(),
                bytes.size() - position,
                storage.numbers(),
                storage.type());
        Span span = new Span(bytes, position, storage.bytes());
        position += storage.bytes();
        return span;
    }
}
