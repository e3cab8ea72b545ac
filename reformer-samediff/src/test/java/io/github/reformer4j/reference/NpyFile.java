package io.github.reformer4j.reference;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array in NumPy's file format 1.0, in C order and little-endian: {@code float32} or {@code int32} and nothing else.
 */
final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

    private final Path path;
    private final String type;
    private final long[] shape;
    private final ByteBuffer data;

    private NpyFile(Path path, String type, long[] shape, ByteBuffer data) {
        this.path = path;
        this.type = type;
        this.shape = shape;
        this.data = data;
    }

    static NpyFile read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(magic);
        require(Arrays.equals(magic, MAGIC) && bytes.remaining() >= 2, "%s is no npy file of version 1.0", path);
        byte[] header = new byte[Math.min(Short.toUnsignedInt(bytes.getShort()), bytes.remaining())];
        bytes.get(header);
        String text = new String(header, StandardCharsets.ISO_8859_1);
        require(field(ORDER, text, path).equals("False"), "%s is in Fortran order; write it in C order", path);
        NpyFile file = new NpyFile(
                path,
                field(TYPE, text, path),
                shape(field(SHAPE, text, path)),
                bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        long expected = 4 * file.length();
        require(bytes.remaining() == expected, "%s holds %d data bytes, not %d", path, bytes.remaining(), expected);
        return file;
    }

    long[] shape() {
        return shape.clone();
    }

    /** Number of elements; 1 for a scalar. */
    long length() {
        return Arrays.stream(shape).reduce(1L, (a, b) -> a * b);
    }

    /** The elements in C order of a {@code float32} file. */
    float[] floats() {
        require(type.equals("<f4"), "%s holds %s, not float32 (<f4)", path, type);
        float[] values = new float[(int) length()];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The elements in C order of an {@code int32} file. */
    int[] ints() {
        require(type.equals("<i4"), "%s holds %s, not int32 (<i4)", path, type);
        int[] values = new int[(int) length()];
        data.asIntBuffer().get(values);
        return values;
    }

    private static String field(Pattern pattern, String header, Path path) {
        Matcher matcher = pattern.matcher(header);
        require(matcher.find(), "the header of %s lacks %s: %s", path, pattern, header);
        return matcher.group(1);
    }

    private static long[] shape(String tuple) {
        return Pattern.compile(",")
                .splitAsStream(tuple)
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
