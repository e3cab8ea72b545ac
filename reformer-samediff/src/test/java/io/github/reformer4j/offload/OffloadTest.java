package io.github.reformer4j.offload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.ArraySet;
import io.github.reformer4j.kernel.Temporaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that come and go. */
class OffloadTest {

    private static final int LAYERS = 6;
    private static final long BYTES = 7 * 5 * Float.BYTES;

    private final DamagedStorage storage = new DamagedStorage();

    private static String name(int layer) {
        return "layers." + layer + ".attention.weight";
    }

    private static INDArray filled(DataType type, double value) {
        return Nd4j.valueArrayOf(new long[] {7, 5}, value, type);
    }

    /** Every layer holds its number; a bias and a head that belong to none hold theirs. */
    private static ArraySet filledSet(Offload store, DataType type) {
        ArraySet set = store.newSet("weights");
        set.put("embeddings.weight", filled(type, 100));
        for (int i = 0; i < LAYERS; i++) {
            set.put(name(i), filled(type, i));
        }
        set.put("head.weight", filled(type, 200));
        return set;
    }

    private static double value(ArraySet set, String name) {
        return requireNonNull(set.read(name)).getDouble(3, 2);
    }

    private Offload damaged() {
        return new Offload(storage, ArrayBytes.DIRECT);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void everyArrayKeepsItsNumbers(DataType type, @TempDir Path folder) {
        for (ArrayBytes way : ArrayBytes.values()) {
            for (Storage each : List.of(new HostStorage(), FileStorage.in(folder))) {
                try (Offload store = new Offload(each, way)) {
                    ArraySet set = filledSet(store, type);
                    for (int i = LAYERS - 1; i >= 0; i--) {
                        assertThat(value(set, name(i))).isEqualTo(i);
                    }
                    set.changing().forEach((name, array) -> array.muli(2));
                    assertThat(set.reading().values())
                            .extracting(array -> array.getDouble(6, 4))
                            .containsExactly(200.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 400.0);
                }
            }
        }
    }

    @Test
    void noMoreThanTwoLayersAreInMemory() {
        try (Offload store = Offload.toHostMemory()) {
            ArraySet set = filledSet(store, DataType.FLOAT);
            set.reading().values().forEach(INDArray::sumNumber);
            for (int i : new int[] {3, 0, 5, 5, 1, 2, 4}) {
                set.enter("layers." + i, "layers." + (i + 1) % LAYERS);
            }
            assertThat(store.use().mostLayers()).isEqualTo(2);
            assertThat(store.use().mostBytes()).isEqualTo(2 * BYTES);
            set.close();
            assertThat(store.use().bytes()).isZero();
        }
    }

    @Test
    void onlyWhatWasChangedIsWrittenBack() {
        try (Offload store = Offload.toHostMemory()) {
            ArraySet set = filledSet(store, DataType.FLOAT);
            set.reading().values().forEach(INDArray::sumNumber);
            long before = store.use().bytesWritten();
            assertThat(before).isEqualTo(LAYERS * BYTES);
            set.reading().values().forEach(INDArray::sumNumber);
            assertThat(store.use().bytesWritten()).isEqualTo(before);
            requireNonNull(set.change(name(1))).addi(10);
            set.reading().values().forEach(INDArray::sumNumber);
            assertThat(store.use().bytesWritten()).isEqualTo(before + BYTES);
            assertThat(value(set, name(1))).isEqualTo(11);
        }
    }

    @Test
    void whatWasUsedOfOneLayerIsFetchedOfTheNext() {
        try (Offload store = Offload.toHostMemory()) {
            ArraySet weights = filledSet(store, DataType.FLOAT);
            ArraySet gradients = filledSet(store, DataType.FLOAT);
            weights.enter("layers.0", null);
            value(gradients, name(0));
            weights.enter("layers.1", "layers.2");
            value(gradients, name(1)); // asked for after both sets of layer 2, and so here after them
            long before = store.use().bytesRead();
            weights.enter("layers.2", null);
            assertThat(value(weights, name(2)) + value(gradients, name(2))).isEqualTo(4);
            assertThat(store.use().bytesRead()).isEqualTo(before);
        }
    }

    @Test
    void anArrayThatLeftIsWholeAgainWhenItsLayerComesBackAndFailsUntilThen() {
        try (Offload store = Offload.toHostMemory()) {
            ArraySet set = filledSet(store, DataType.FLOAT);
            INDArray kept = requireNonNull(set.read(name(0)));
            value(set, name(1));
            assertThat(kept.getDouble(0)).isZero();
            value(set, name(2));
            value(set, name(3));
            assertThatThrownBy(() -> kept.addi(1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> kept.data().addressPointer()).isInstanceOf(NullPointerException.class);
            assertThat(set.read(name(0))).isSameAs(kept);
            assertThat(kept.sumNumber().doubleValue()).isZero();
        }
    }

    @Test
    void setsComeAndGo(@TempDir Path folder) throws IOException {
        try (Offload store = Offload.toFolder(folder)) {
            ArraySet weights = filledSet(store, DataType.FLOAT);
            for (int round = 0; round < 3; round++) {
                try (ArraySet gradients = filledSet(store, DataType.FLOAT)) {
                    assertThat(value(gradients, name(0)) + value(weights, name(4)))
                            .isEqualTo(4);
                }
            }
            assertThat(store.use().bytes()).isLessThanOrEqualTo(2 * BYTES);
            assertThatThrownBy(() -> weights.put(name(2), filled(DataType.FLOAT, 1)))
                    .hasMessage("two arrays are named layers.2.attention.weight");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve(".lock"));
        }
    }

    @Test
    void anInterruptedThreadGetsItsArraysAndStaysInterrupted(@TempDir Path folder) {
        try (Offload store = Offload.toFolder(folder)) {
            ArraySet set = filledSet(store, DataType.FLOAT);
            Thread.currentThread().interrupt();
            assertThat(value(set, name(0)) + value(set, name(3)) + value(set, name(5)))
                    .isEqualTo(8);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFullPlaceIsSaidInASentenceAndNothingGoesOn() {
        storage.room = 3 * BYTES;
        try (Offload store = damaged()) {
            String sentence = "layers could not be moved to or from the test (No space left on device); free space or "
                    + "choose another place, and go on from the last checkpoint";
            assertThatThrownBy(() -> filledSet(store, DataType.FLOAT))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(sentence);
            storage.room = Long.MAX_VALUE;
            ArraySet set = store.newSet("gradients");
            INDArray array = filled(DataType.FLOAT, 1);
            assertThatThrownBy(() -> set.put(name(0), array)).hasMessage(sentence);
            Temporaries.free(array);
        }
    }

    @Test
    void bytesThatChangedAreNotComputedWith() {
        try (Offload store = damaged()) {
            ArraySet set = filledSet(store, DataType.FLOAT);
            storage.flipped = 2 * BYTES + 17;
            value(set, name(1));
            assertThatThrownBy(() -> value(set, name(2)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "layers could not be moved to or from the test (it holds other bytes than were written); "
                                    + "free space or choose another place, and go on from the last checkpoint");
        }
    }

    @Test
    void aFolderServesOneStoreAtATime(@TempDir Path folder) {
        try (Offload store = Offload.toFolder(folder)) {
            filledSet(store, DataType.FLOAT);
            assertThatThrownBy(() -> Offload.toFolder(folder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("another run is writing to %s; wait for it, stop it, or choose another folder", folder);
        }
        Offload.toFolder(folder).close();
    }

    @Test
    void aMissingFolderIsMadeAndAFileInItsPlaceRefused(@TempDir Path folder) throws IOException {
        Offload.toFolder(folder.resolve("a").resolve("b")).close();
        assertThat(folder.resolve("a").resolve("b")).isDirectory();
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> Offload.toFolder(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "the folder %s cannot hold offloaded layers (a file stands in its place); "
                                + "choose one that can be written",
                        file);
    }

    @Test
    void aFileThatEndsTooEarlyIsNoticed(@TempDir Path folder) throws IOException {
        try (FileStorage files = FileStorage.in(folder);
                Shelf shelf = files.shelf("weights")) {
            shelf.write(0, java.nio.ByteBuffer.allocate(8));
            assertThatThrownBy(() -> shelf.read(4, java.nio.ByteBuffer.allocate(8)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the file ends too early");
        }
    }

    @Test
    void aClosedStoreTakesNothing() {
        Offload store = Offload.toHostMemory();
        ArraySet set = filledSet(store, DataType.FLOAT);
        store.close();
        store.close();
        set.close();
        assertThat(store.use().bytes()).isZero();
        assertThatThrownBy(() -> store.newSet("weights"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store of the memory of the host was closed");
        assertThatThrownBy(() -> set.put("late", filled(DataType.FLOAT, 1)))
                .hasMessage("the arrays were freed; late comes too late");
    }

    @Test
    void onlyDenseArraysOfFloatsAreTaken() {
        try (Offload store = Offload.toHostMemory()) {
            ArraySet set = store.newSet("weights");
            assertThatThrownBy(() ->
                            set.put(name(0), Nd4j.ones(DataType.FLOAT, 3, 4).transpose()))
                    .hasMessage("only an array of its own in c order can be offloaded, %s is none", name(0));
            assertThatThrownBy(() -> set.put(name(0), Nd4j.ones(DataType.BOOL, 3, 4)))
                    .hasMessage("only arrays of type FLOAT or DOUBLE can be offloaded, got BOOL");
        }
    }

    @Test
    void aStackInsideALayerMovesWithIt() {
        assertThat(Layer.nameOf("layers.3.attention.weight")).isEqualTo("layers.3");
        assertThat(Layer.nameOf("encoder.layers.12.f.layers.0.weight")).isEqualTo("encoder.layers.12");
        assertThat(Layer.nameOf("embeddings.word.weight")).isNull();
        assertThat(Layer.nameOf("layers.norm.weight")).isNull();
    }
}
