package io.github.reformer4j.zoo.tensors;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.zoo.tensors.safe.SafeTensorSource;
import io.github.reformer4j.zoo.tensors.safe.ShardedSource;
import io.github.reformer4j.zoo.tensors.torch.TorchLegacy;
import io.github.reformer4j.zoo.tensors.torch.TorchZip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens files of tensors, which are told apart by what they hold, not by their names. */
public final class TensorSources {

    /** What is looked for in a folder, the safest format first. */
    private static final List<String> IN_FOLDER = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final int FIRST_BYTES = 9;

    private TensorSources() {}

    /**
     * Opens a safetensors file, a file of PyTorch (both of its formats), the index of a model in several parts, or a
     * folder that holds one of them under its usual name.
     *
     * @throws IllegalArgumentException with a sentence where there is none, or where the file is not what it claims to be
     * @throws UncheckedIOException where it cannot be read
     */
    public static TensorSource open(Path fileOrFolder) {
        require(Files.exists(fileOrFolder), "there is no file or folder %s; check the path of the model", fileOrFolder);
        return openFile(Files.isDirectory(fileOrFolder) ? inFolder(fileOrFolder) : fileOrFolder);
    }

    private static Path inFolder(Path folder) {
        return IN_FOLDER.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "the folder %s holds none of %s; give the file with the weights",
                        folder, String.join(", ", IN_FOLDER))));
    }

    private static TensorSource openFile(Path file) {
        byte[] first = firstBytes(file);
        if (starts(first, 'P', 'K')) {
            return TorchZip.open(file);
        }
        if (starts(first, 0x80, 2) && !isSafe(first)) {
            return TorchLegacy.open(file);
        }
        if (starts(first, '{') && !isSafe(first)) {
            return ShardedSource.open(file, TensorSources::openPart);
        }
        return SafeTensorSource.open(file);
    }

    /** A file that an index names, which is no index again. */
    private static TensorSource openPart(Path file) {
        byte[] first = firstBytes(file);
        boolean index = starts(first, '{') && !isSafe(first);
        require(!index, "%s is named as a part of a model, but is an index itself; fetch the part again", file);
        return openFile(file);
    }

    /** In a safetensors file the ninth byte is the first brace; the eight before it are the length of the header. */
    private static boolean isSafe(byte[] first) {
        return first.length == FIRST_BYTES && first[FIRST_BYTES - 1] == '{' && first[FIRST_BYTES - 2] == 0;
    }

    private static boolean starts(byte[] first, int... expected) {
        boolean equal = first.length >= expected.length;
        for (int i = 0; equal && i < expected.length; i++) {
            equal = Byte.toUnsignedInt(first[i]) == expected[i];
        }
        return equal;
    }

    private static byte[] firstBytes(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(FIRST_BYTES);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be read (%s); check the disk and the permissions",
                            file, DiskProblem.reason(problem)),
                    problem);
        }
    }
}
