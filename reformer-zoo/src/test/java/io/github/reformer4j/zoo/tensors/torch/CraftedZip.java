package io.github.reformer4j.zoo.tensors.torch;

import io.github.reformer4j.zoo.tensors.pickle.CraftedPickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips in the form of PyTorch's, right or wrong. */
public final class CraftedZip {

    private static final LocalDateTime MOMENT = LocalDateTime.of(2020, 1, 1, 0, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(out);

    /** A pickle of {"w": a tensor of floats}. */
    public static byte[] tensor(String key, long numbers, long offset, long[] shape, long[] strides) {
        CraftedPickle pickle = CraftedPickle.begin().ops("}").text("w");
        pickle.global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage");
        pickle.global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .integer(numbers)
                .ops("tQ");
        pickle.integer(offset);
        tuple(pickle, shape);
        tuple(pickle, strides);
        return pickle.op(0x89).ops("}tRs").end();
    }

    private static void tuple(CraftedPickle pickle, long... items) {
        pickle.ops("(");
        for (long item : items) {
            pickle.integer(item);
        }
        pickle.ops("t");
    }

    public CraftedZip pickle(byte[] pickle) throws IOException {
        return entry("m/data.pkl", pickle);
    }

    /** Floats 0, 1, 2, … */
    public CraftedZip storage(String key, int size) throws IOException {
        ByteBuffer floats = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size / Float.BYTES; i++) {
            floats.putFloat(i);
        }
        return entry("m/data/" + key, floats.array());
    }

    public CraftedZip entry(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return put(entry, content);
    }

    public CraftedZip commented(String comment) throws IOException {
        ZipEntry entry = new ZipEntry("m/commented");
        entry.setComment(comment);
        return put(entry, new byte[0]);
    }

    public CraftedZip compressed(String name, byte[] content) throws IOException {
        return put(new ZipEntry(name), content);
    }

    private CraftedZip put(ZipEntry entry, byte[] content) throws IOException {
        entry.setTimeLocal(MOMENT); // so that a seed damages the same bytes every day
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    public Path write(Path folder) throws IOException {
        zip.close();
        return Files.write(folder.resolve("crafted.bin"), out.toByteArray());
    }

    /** Gives every entry of a name, or with a comment, another of the same length. */
    Path writeRenaming(Path folder, String name, String other) throws IOException {
        zip.close();
        String bytes = out.toString(StandardCharsets.ISO_8859_1);
        return Files.write(
                folder.resolve("crafted.bin"), bytes.replace(name, other).getBytes(StandardCharsets.ISO_8859_1));
    }
}
