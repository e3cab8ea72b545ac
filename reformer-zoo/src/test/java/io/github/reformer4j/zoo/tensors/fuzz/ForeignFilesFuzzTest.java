package io.github.reformer4j.zoo.tensors.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.TensorSources;
import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.FileBytes;
import io.github.reformer4j.zoo.tensors.pickle.Allowed;
import io.github.reformer4j.zoo.tensors.pickle.Pickle;
import io.github.reformer4j.zoo.trax.TraxConfigs;
import io.github.reformer4j.zoo.trax.TraxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Damaged files of every kind are read or refused in a sentence, quickly and in little memory. */
class ForeignFilesFuzzTest {

    private static final int SOME = 1_500;
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    /** What is damaged. */
    enum Kind {
        PICKLE,
        TORCH_ZIP,
        TORCH_LEGACY,
        SAFE_TENSORS,
        INDEX,
        TRAX_PICKLE,
        TRAX_GZIP
    }

    @ParameterizedTest
    @EnumSource
    void damagedFilesAreReadOrRefused(Kind kind, TestReporter reporter) throws IOException {
        reporter.publishEntry(kind.name(), run(kind, SOME).toString());
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource
    void manyDamagedFilesAreReadOrRefused(Kind kind, TestReporter reporter) throws IOException {
        reporter.publishEntry(kind.name(), run(kind, MANY).toString());
    }

    /** A damaged file may look like another kind; what its reader makes once for all is not the file's doing. */
    @BeforeEach
    void everyReaderIsLoaded() throws IOException {
        Files.write(folder.resolve("seed.safetensors"), Seeds.safeTensors(folder));
        readTensors(Files.write(folder.resolve("warm.json"), Seeds.index()));
        readTensors(Files.write(folder.resolve("warm.bin"), Seeds.torchLegacy()));
    }

    private Fuzz run(Kind kind, int mutations) throws IOException {
        return switch (kind) {
            case PICKLE -> new Fuzz(folder, ForeignFilesFuzzTest::readPickle).run("a.pkl", Seeds.pickle(), mutations);
            case TORCH_ZIP -> tensors().run("zip.bin", Seeds.torchZip(folder), mutations);
            case TORCH_LEGACY -> tensors().run("legacy.bin", Seeds.torchLegacy(), mutations);
            case SAFE_TENSORS -> tensors().run("a.safetensors", Seeds.safeTensors(folder), mutations);
            case INDEX -> tensors().run("index.json", Seeds.index(), mutations);
            case TRAX_PICKLE -> trax().run("small.pkl", trax("small.pkl"), mutations);
            case TRAX_GZIP -> trax().run("small.pkl.gz", trax("small.pkl.gz"), mutations);
        };
    }

    private Fuzz tensors() {
        return new Fuzz(folder, ForeignFilesFuzzTest::readTensors);
    }

    private Fuzz trax() {
        return new Fuzz(
                folder, file -> TraxModel.read(file, TraxConfigs.small()).close());
    }

    private static byte[] trax(String name) throws IOException {
        return Files.readAllBytes(TraxConfigs.path(name));
    }

    private static void readPickle(Path file) {
        try (Bytes bytes = FileBytes.open(file)) {
            Pickle.read(bytes, 0, Allowed.NO_NAMES);
        }
    }

    private static void readTensors(Path file) {
        try (TensorSource source = TensorSources.open(file)) {
            for (String name : source.names()) {
                try (INDArray array = source.read(name, DataType.FLOAT)) {
                    assertThat(array.shape()).isEqualTo(source.shape(name));
                }
            }
        }
    }
}
