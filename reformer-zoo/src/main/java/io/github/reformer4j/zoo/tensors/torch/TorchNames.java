package io.github.reformer4j.zoo.tensors.torch;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.TensorType;
import io.github.reformer4j.zoo.tensors.bytes.TensorView;
import io.github.reformer4j.zoo.tensors.pickle.Allowed;
import io.github.reformer4j.zoo.tensors.pickle.Global;
import io.github.reformer4j.zoo.tensors.pickle.Nothing;
import io.github.reformer4j.zoo.tensors.pickle.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a state dict names: ordered dictionaries, storages, and tensors that show them. */
final class TorchNames implements Allowed {

    private static final Map<String, TensorType> STORAGES = Map.of(
            "HalfStorage", TensorType.F16,
            "BFloat16Storage", TensorType.BF16,
            "FloatStorage", TensorType.F32,
            "DoubleStorage", TensorType.F64,
            "LongStorage", TensorType.I64,
            "IntStorage", TensorType.I32,
            "ShortStorage", TensorType.I16,
            "CharStorage", TensorType.I8,
            "ByteStorage", TensorType.U8,
            "BoolStorage", TensorType.BOOL);

    private static final Global DICTIONARY = new Global("collections", "OrderedDict");
    private static final Global TENSOR = new Global("torch._utils", "_rebuild_tensor");
    private static final Global TENSOR_V2 = new Global("torch._utils", "_rebuild_tensor_v2");
    private static final Global PARAMETER = new Global("torch._utils", "_rebuild_parameter");
    private static final Set<Global> CALLED = Set.of(DICTIONARY, TENSOR, TENSOR_V2, PARAMETER);

    /** Arguments of a tensor that tell where it lies; the others are for training. */
    private static final int PLACE = 4;

    private final Object what;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    TorchNames(Object what) {
        this.what = what;
    }

    /** The storages that were met, by their keys. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    public boolean knows(Global name) {
        return CALLED.contains(name) || isStorage(name);
    }

    private static boolean isStorage(Global name) {
        return name.module().equals("torch") && STORAGES.containsKey(name.name());
    }

    @Override
    public Object call(Global name, Tuple arguments) {
        require(CALLED.contains(name), "it calls %s, which is a type of storage", name);
        if (name.equals(DICTIONARY)) {
            return dictionary(arguments);
        }
        if (name.equals(PARAMETER)) {
            require(arguments.size() > 0, "it calls %s without a tensor", name);
            return as(StoredTensor.class, arguments.get(0));
        }
        return tensor(arguments);
    }

    /** Empty, to be filled; or, from Python 2, with a list of pairs. */
    private static Object dictionary(Tuple arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>(0);
        if (arguments.size() > 0) {
            for (Object pair : as(List.class, arguments.get(0))) {
                List<?> keyAndValue = as(List.class, pair);
                require(
                        keyAndValue.size() == 2 && keyAndValue.get(0) instanceof String,
                        "it fills a dictionary with what is no pair of a text and a value");
                require(
                        dictionary.put(keyAndValue.get(0), keyAndValue.get(1)) == null,
                        "the key %s stands twice",
                        keyAndValue.get(0));
            }
        }
        return dictionary;
    }

    private StoredTensor tensor(Tuple arguments) {
        require(arguments.size() >= PLACE, "it makes a tensor of %d arguments", arguments.size());
        Storage storage = as(Storage.class, arguments.get(0));
        long[] shape = longs(arguments.get(2));
        long[] strides = longs(arguments.get(3));
        long offset = as(Long.class, arguments.get(1));
        return new StoredTensor(
                storage, TensorView.of(what, storage.type(), storage.numbers(), offset, shape, strides));
    }

    private static long[] longs(Object tuple) {
        return as(Tuple.class, tuple).items().stream()
                .mapToLong(item -> as(Long.class, item))
                .toArray();
    }

    /** Attributes of a dictionary, such as versions of layers, are of no use here. */
    @Override
    public void build(Object target, Object state) {
        require(target instanceof LinkedHashMap, "it gives a state to what is no dictionary");
    }

    /** A storage: ('storage', type, key, location, numbers), in old files with a sixth part that is None. */
    @Override
    public Object persistent(Object id) {
        Tuple parts = as(Tuple.class, id);
        require(
                parts.size() >= 5 && parts.get(0).equals("storage"),
                "it names an object outside of itself that is no storage");
        Global type = as(Global.class, parts.get(1));
        require(isStorage(type), "it makes a storage of %s", type);
        require(
                parts.size() == 5 || parts.get(5) instanceof Nothing,
                "it makes a storage as a view of another one; save the tensors anew");
        Storage storage = new Storage(
                as(String.class, parts.get(2)),
                Objects.requireNonNull(STORAGES.get(type.name())),
                as(Long.class, parts.get(4)));
        require(
                storage.numbers() >= 0 && storage.numbers() <= Long.MAX_VALUE / Double.BYTES,
                "storage %s has %d numbers",
                storage.key(),
                storage.numbers());
        Storage known = storages.putIfAbsent(storage.key(), storage);
        require(known == null || known.equals(storage), "storage %s is described twice, differently", storage.key());
        return storage;
    }

    private static <T> T as(Class<T> expected, Object value) {
        require(
                expected.isInstance(value),
                "a %s stands where a %s belongs",
                value.getClass().getSimpleName(),
                expected.getSimpleName());
        return expected.cast(value);
    }
}
