package io.github.reformer4j.zoo.tensors.torch;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.bytes.StreamBytes;
import io.github.reformer4j.zoo.tensors.pickle.Pickle;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of PyTorch since version 1.6: a zip with {@code name/data.pkl}, a pickle that describes the tensors, and
 * {@code name/data/0}, {@code 1}, …, their storages. All entries must be stored, not compressed, so that none can become
 * larger than the file.
 */
public final class TorchZip {

    private static final String PICKLE = "/data.pkl";
    private static final int MOST_ENTRIES = 100_000;

    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private TorchZip(Path path, ZipFile zip, Map<String, ZipEntry> entries) {
        this.path = path;
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Opens a file and checks all that it claims.
     *
     * @throws IllegalArgumentException with a sentence where the file is not what it claims to be
     */
    public static TensorSource open(Path path) {
        ZipFile zip = openZip(path);
        boolean whole = false;
        try {
            TensorSource source = new TorchZip(path, zip, entries(path, zip)).source();
            whole = true;
            return source;
        } finally {
            if (!whole) {
                close(path, zip);
            }
        }
    }

    private static ZipFile openZip(Path path) {
        try {
            return new ZipFile(path.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException damaged) {
            throw new IllegalArgumentException(
                    String.format("%s is a damaged zip (%s); fetch it again", path, damaged), damaged);
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }

    private static void close(Path path, ZipFile zip) {
        try {
            zip.close();
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }

    /** By name, once each, and together no larger than the file, so that none lies in another. */
    private static Map<String, ZipEntry> entries(Path path, ZipFile zip) {
        require(zip.size() <= MOST_ENTRIES, "%s has %d entries, more than %d", path, zip.size(), MOST_ENTRIES);
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        long total = 0;
        long size = path.toFile().length();
        for (ZipEntry entry : listed(path, zip)) {
            requireStored(path, entry);
            require(entries.put(entry.getName(), entry) == null, "%s holds %s twice; fetch it again", path, entry);
            total += entry.getSize();
            require(
                    total <= size,
                    "%s claims entries of more than its %d bytes, so they overlap; fetch it again",
                    path,
                    size);
        }
        return entries;
    }

    /** Comments of entries are decoded only now. */
    private static List<? extends ZipEntry> listed(Path path, ZipFile zip) {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(
                    String.format("%s is a damaged zip: the comment of an entry is no UTF-8; fetch it again", path),
                    broken);
        }
    }

    private static void requireStored(Path path, ZipEntry entry) {
        require(
                entry.getMethod() == ZipEntry.STORED
                        && entry.getSize() >= 0
                        && entry.getSize() == entry.getCompressedSize(),
                "%s holds %s compressed, which no file of PyTorch does; save it by torch.save again",
                path,
                entry);
    }

    private TensorSource source() {
        String prefix = prefix();
        requireLittleEndian(prefix);
        TorchNames names = new TorchNames(path);
        Object root;
        try (Bytes pickle = bytes(entry(prefix + PICKLE))) {
            root = Pickle.read(pickle, 0, names).value();
        }
        Map<String, StoredTensor> tensors = StateDict.tensorsOf(path, root);
        Map<String, Span> places = new LinkedHashMap<>();
        names.storages().values().forEach(storage -> places.put(storage.key(), place(prefix, storage)));
        return new StateDict(path, tensors, places, zip);
    }

    private String prefix() {
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.indexOf(PICKLE) > 0 && name.indexOf(PICKLE) == name.length() - PICKLE.length())
                .toList();
        require(
                pickles.size() == 1,
                "%s is a zip, but holds %d entries data.pkl, expected one; give a file that torch.save wrote",
                path,
                pickles.size());
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    private void requireLittleEndian(String prefix) {
        @Nullable ZipEntry order = entries.get(prefix + "/byteorder");
        if (order != null) {
            byte[] text = new byte[(int) Math.min(order.getSize(), Long.BYTES)];
            try (Bytes bytes = bytes(order)) {
                bytes.readAll(0, text, 0, text.length);
            }
            String name = new String(text, StandardCharsets.UTF_8).strip();
            require(name.equals("little"), "%s has the byte order '%s', only little is read", path, name);
        }
    }

    private Span place(String prefix, Storage storage) {
        ZipEntry entry = entry(prefix + "/data/" + storage.key());
        require(
                entry.getSize() == storage.bytes(),
                "%s has %d bytes for storage %s of %d numbers in %s; fetch it again",
                path,
                entry.getSize(),
                storage.key(),
                storage.numbers(),
                storage.type());
        return new Span(bytes(entry), 0, entry.getSize());
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(String.format("%s holds no %s; fetch it again", path, name));
        }
        return entry;
    }

    /** Skipping in a stored entry costs nothing, so a stream will do. */
    private Bytes bytes(ZipEntry entry) {
        return new StreamBytes(path + " (" + entry.getName() + ")", entry.getSize(), () -> zip.getInputStream(entry));
    }
}
