package io.github.reformer4j.zoo.tensors.numpy;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.TensorType;
import io.github.reformer4j.zoo.tensors.bytes.HeldBytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.bytes.TensorView;
import io.github.reformer4j.zoo.tensors.pickle.Allowed;
import io.github.reformer4j.zoo.tensors.pickle.Global;
import io.github.reformer4j.zoo.tensors.pickle.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pickle with arrays of NumPy names, of versions 1 and 2, and trax's signature, which is left empty. */
public final class NumpyNames implements Allowed {

    private static final Map<String, TensorType> TYPES = Map.ofEntries(
            Map.entry("f2", TensorType.F16),
            Map.entry("f4", TensorType.F32),
            Map.entry("f8", TensorType.F64),
            Map.entry("i8", TensorType.I64),
            Map.entry("i4", TensorType.I32),
            Map.entry("i2", TensorType.I16),
            Map.entry("i1", TensorType.I8),
            Map.entry("u4", TensorType.U32),
            Map.entry("u1", TensorType.U8),
            Map.entry("b1", TensorType.BOOL));

    private static final Global ENCODE = new Global("_codecs", "encode");
    private static final Global SIGNATURE = new Global("trax.shapes", "ShapeDtype");

    /** Of {@code numpy}; the older and the newer place of what makes arrays. */
    private static final Set<String> FUNCTIONS = Set.of(
            "numpy.dtype",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.core.numeric._frombuffer",
            "numpy._core.numeric._frombuffer");

    /** Stand where a type is named, and are never called. */
    private static final Set<String> TYPE_NAMES =
            Set.of("numpy.ndarray", "numpy.float32", "numpy.float64", "numpy.int32", "numpy.int64", "numpy.uint8");

    private static final Tuple SCALAR = new Tuple(List.of());

    private final Object what;

    /**
     * @param what named in messages
     */
    public NumpyNames(Object what) {
        this.what = what;
    }

    /** What stands for a signature. */
    private enum Signature {
        ANY
    }

    @Override
    public boolean knows(Global name) {
        return name.equals(ENCODE)
                || name.equals(SIGNATURE)
                || FUNCTIONS.contains(name.toString())
                || TYPE_NAMES.contains(name.toString());
    }

    @Override
    public Object call(Global name, Tuple arguments) {
        return switch (name.name()) {
            case "encode" -> encoded(arguments);
            case "ShapeDtype" -> Signature.ANY;
            case "dtype" -> type(argument(arguments, 0, String.class));
            case "_reconstruct" -> new NumpyArray();
            case "scalar" ->
                array(argument(arguments, 0, TensorType.class), SCALAR, argument(arguments, 1, Object.class), false);
            case "_frombuffer" -> fromBuffer(arguments);
            default -> throw new IllegalArgumentException("it calls " + name + ", which is a type");
        };
    }

    /** (buffer, type, shape, order) */
    private NumpyArray fromBuffer(Tuple arguments) {
        String order = argument(arguments, 3, String.class);
        require(order.equals("C") || order.equals("F"), "it makes an array in the order %s, expected C or F", order);
        return array(
                argument(arguments, 1, TensorType.class),
                argument(arguments, 2, Tuple.class),
                arguments.get(0),
                order.equals("F"));
    }

    private static TensorType type(String code) {
        TensorType type = TYPES.get(code);
        if (type == null) {
            throw new IllegalArgumentException("it holds an array of the type '" + code + "', which is not read");
        }
        return type;
    }

    private NumpyArray array(TensorType type, Tuple shape, Object content, boolean byColumns) {
        NumpyArray array = new NumpyArray();
        describe(array, type, shape, content, byColumns);
        return array;
    }

    private void describe(NumpyArray array, TensorType type, Tuple shape, Object content, boolean byColumns) {
        long[] sizes = shape.items().stream().mapToLong(NumpyNames::size).toArray();
        Span span = content instanceof EncodedText text ? text.bytes(type, sizes) : bytes(content);
        long numbers = span.length() % type.bytes() == 0 ? span.length() / type.bytes() : 0;
        array.describe(TensorView.dense(what, type, numbers, sizes, byColumns), span);
    }

    private static Span bytes(Object content) {
        require(content instanceof Span, "it holds an array of what are no bytes");
        return (Span) content;
    }

    /** A long text that stands for bytes, each of which takes one or two of it. */
    private record EncodedText(Span utf8) {
        Span bytes(TensorType type, long[] sizes) {
            long bytes = type.bytes();
            for (long size : sizes) {
                bytes = size > 0 && bytes <= utf8.length() / size ? bytes * size : 0;
            }
            require(bytes * 2 >= utf8.length(), "it holds an array in a text of %d bytes", utf8.length());
            return Latin1Stream.of(utf8, bytes);
        }
    }

    private static long size(Object size) {
        require(size instanceof Long, "it holds an array whose shape is not of whole numbers");
        return (Long) size;
    }

    /** Bytes that protocol 2 keeps as a text. */
    private Object encoded(Tuple arguments) {
        String encoding = argument(arguments, 1, String.class);
        require(encoding.equals("latin1") || encoding.equals("latin-1"), "it encodes a text as %s", encoding);
        if (arguments.get(0) instanceof Span text) {
            return new EncodedText(text);
        }
        String text = argument(arguments, 0, String.class);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Span(new HeldBytes(what, bytes), 0, bytes.length);
    }

    @Override
    public void build(Object target, Object state) {
        if (target instanceof NumpyArray array) {
            Tuple parts = tuple(state);
            TensorType type = argument(parts, 2, TensorType.class);
            boolean byColumns = argument(parts, 3, Boolean.class);
            require(parts.size() == 5, "it describes an array in %d parts", parts.size());
            describe(array, type, argument(parts, 1, Tuple.class), parts.get(4), byColumns);
        } else if (target instanceof TensorType) {
            Object order = tuple(state).size() > 1 ? tuple(state).get(1) : "";
            require(order.equals("<") || order.equals("|"), "it holds numbers that are not little-endian");
        } else {
            require(target == Signature.ANY, "it gives a state to a plain value");
        }
    }

    private static Tuple tuple(Object value) {
        require(value instanceof Tuple, "a state is no tuple");
        return (Tuple) value;
    }

    private static <T> T argument(Tuple arguments, int index, Class<T> expected) {
        require(
                arguments.size() > index && expected.isInstance(arguments.get(index)),
                "argument %d of a call or state is no %s",
                index,
                expected.getSimpleName());
        return expected.cast(arguments.get(index));
    }

    @Override
    public Object persistent(Object id) {
        throw new IllegalArgumentException("it names an object outside of itself");
    }
}
