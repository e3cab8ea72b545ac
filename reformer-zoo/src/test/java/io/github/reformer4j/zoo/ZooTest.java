package io.github.reformer4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.download.BadServer;
import io.github.reformer4j.zoo.download.FetchException;
import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;
import io.github.reformer4j.zoo.index.GoldenOutput;
import io.github.reformer4j.zoo.index.ModelId;
import io.github.reformer4j.zoo.index.ZooIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ZooTest {

    private static final String NAME = "test/tiny";
    private static final String RECORDED = "recorded at first download";
    private static final String TAG = "\"one\"";

    @TempDir
    private static Path models;

    private static SmallZoo small = new SmallZoo(Path.of("none"));

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    @BeforeAll
    static void prepare() {
        small = SmallZoo.in(models);
    }

    private ZooBuilder zoo(Path index) {
        FetchListener listener = new FetchListener() {
            @Override
            public void progress(ModelId model, String file, long done, long total) {
                progress.add(done);
            }

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
        return Zoo.builder().index(index).cache(folder.resolve("cache")).listener(listener);
    }

    private Path target() {
        return folder.resolve("cache/test--tiny/1/model.safetensors");
    }

    @Test
    void whatIsFetchedIsThere() throws IOException {
        try (BadServer server = BadServer.that(BadServer.good(Files.readAllBytes(small.file()), TAG))) {
            Zoo zoo = zoo(small.index("", server.uri("/f"))).build();

            assertThat(zoo.cached(zoo.index().find(NAME)).isAbsent()).isTrue();
            assertThat(zoo.fetch(NAME)).isEqualTo(target().getParent());
            assertThat(zoo.fetch(NAME + "@1")).isEqualTo(target().getParent());
            assertThat(server.requests()).hasSize(1);
            assertThat(zoo.verify(NAME)).isEmpty();
            assertThat(progress).isSorted().last().isEqualTo(small.size());
            assertThat(zoo.remove(NAME)).isGreaterThan(small.size());
            assertThat(folder.resolve("cache/test--tiny")).doesNotExist();
            assertThat(zoo.remove(NAME)).isZero();
            assertThat(zoo.verify(NAME)).containsExactly(target() + " is missing");
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void aLoadedModelIsInSinglePrecisionAndWritesAsItDidBefore() {
        try (PretrainedModel model =
                zoo(small.index("", "model.safetensors")).build().load(NAME)) {
            assertThat(model.model().weights().all().values())
                    .allSatisfy(weights -> assertThat(weights.dataType()).isEqualTo(DataType.FLOAT));
            assertThat(model.model().config()).isEqualTo(SmallZoo.CONFIG);
            assertThat(model.tokenizer()).isEqualTo(new ByteTokenizer(2));
            assertThat(model.provenance().command()).isEqualTo("test");
            String text = model.generate("class ", GenerationConfig.of(Sampling.greedy(), 8, 1))
                    .text();
            assertThat(model.goldenOutput(new GoldenOutput("class ", 8, 1, text)))
                    .isEqualTo(text);
            Checkpoint direct = Checkpoint.load(small.file(), LanguageModel::parametersOf);
            try (PretrainedModel same = new PretrainedModel(model.entry(), direct)) {
                assertThat(same.generate("class ", GenerationConfig.of(Sampling.greedy(), 8, 1))
                                .text())
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void aBundledModelNeedsNoFolderButThatForTemporaryFiles() throws IOException {
        Files.writeString(folder.resolve("cache"), "no folder");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader jar = new URLClassLoader(new URL[] {models.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(jar);
            Zoo zoo = zoo(small.index("", "classpath:/model.safetensors"))
                    .offline(true)
                    .build();
            try (PretrainedModel model = zoo.load(NAME)) {
                assertThat(model.model().config()).isEqualTo(SmallZoo.CONFIG);
            }
            assertThatThrownBy(() -> zoo.fetch(NAME)).isInstanceOf(FetchException.class);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(unpacked()).isEmpty();
    }

    @Test
    void aBundledModelThatIsDamagedIsRefused() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader jar = new URLClassLoader(new URL[] {models.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(jar);
            Zoo zoo = zoo(small.index("0".repeat(64), "", new Object[] {"classpath:/model.safetensors"}))
                    .build();
            assertThatThrownBy(() -> zoo.load(NAME))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("classpath:/model.safetensors (the file there has the SHA-256 ");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(unpacked()).isEmpty();
    }

    private static List<Path> unpacked() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("reformer-test--tiny-"))
                    .toList();
        }
    }

    @Test
    void aHitWritesNothing() throws IOException {
        Path index = small.index("", "model.safetensors");
        zoo(index).build().fetch(NAME);
        Files.delete(folder.resolve("cache/.locks/test--tiny@1"));
        Files.delete(folder.resolve("cache/.locks"));
        Files.writeString(folder.resolve("cache/.locks"), "no lock can be made here");
        Path inside = Objects.requireNonNull(target().getParent());
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("r-xr-xr-x"));

        assertThat(zoo(index).offline(true).verifyHits(true).build().fetch(NAME))
                .isEqualTo(inside);

        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(target());
        assertThatThrownBy(() -> zoo(index).build().fetch(NAME))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith("test/tiny@1 could not be fetched to " + inside + ": ")
                .hasMessageContaining("choose a cache folder that can be written");
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        Path index = small.index("", "model.safetensors");
        zoo(index).build().fetch(NAME);
        byte[] bytes = Files.readAllBytes(target());
        bytes[bytes.length - 1] ^= 1;
        Files.write(target(), bytes);

        assertThat(zoo(index).build().verify(NAME)).singleElement().asString().contains(target() + " has the SHA-256 ");
        zoo(index).build().fetch(NAME);
        assertThat(target()).as("sizes and recorded hashes alone").hasBinaryContent(bytes);
        zoo(index).verifyHits(true).build().fetch(NAME);
        assertThat(target()).hasSameBinaryContentAs(small.file());
        assertThat(notes).singleElement().asString().endsWith("; it is fetched again");

        Files.writeString(target(), "short");
        zoo(index).build().fetch(NAME);
        assertThat(target()).hasSameBinaryContentAs(small.file());
        assertThat(notes).last().asString().contains(target() + " has 5 bytes, expected ");
    }

    @Test
    void offlineADamagedOrForeignFileIsASentence() throws IOException {
        Path index = small.index("", "https://example.org/f");
        Zoo zoo = zoo(index).offline(true).build();
        Files.createDirectories(Objects.requireNonNull(target().getParent()));
        Files.write(target(), new byte[(int) small.size()]);

        assertThatThrownBy(() -> zoo.load(NAME))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith(
                        "test/tiny@1 could not be fetched to " + target() + ": what is there has the SHA-256 ")
                .hasMessageEndingWith(
                        ", and https://example.org/f (offline); go online, or copy the file to this path yourself");
        Files.copy(small.file(), target(), StandardCopyOption.REPLACE_EXISTING);
        zoo.load(NAME).close();
        assertThat(target().resolveSibling("model.safetensors.sha256"))
                .content()
                .startsWith(small.hash());
    }

    @Test
    void anUnknownHashIsRecordedAndComparedLater() throws IOException {
        byte[] file = Files.readAllBytes(small.file());
        byte[] other = file.clone();
        other[file.length - 1] ^= 1;
        try (BadServer server = BadServer.that(BadServer.good(file, TAG), BadServer.good(other, "\"two\""))) {
            Path index = small.index(RECORDED, "", new Object[] {server.uri("/f")});
            zoo(index).build().fetch(NAME);
            assertThat(target().resolveSibling("model.safetensors.sha256"))
                    .content()
                    .startsWith(small.hash());
            assertThat(zoo(index).build().verify(NAME)).isEmpty();
            Files.write(target(), other);

            assertThatThrownBy(() -> zoo(index).verifyHits(true).build().fetch(NAME))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("what is there has the SHA-256 ")
                    .hasMessageContaining("/f (the file there has the SHA-256 ")
                    .hasMessageContaining("not " + small.hash());
            zoo(index).build().remove(NAME);
            zoo(index).build().fetch(NAME);
            assertThat(target()).hasBinaryContent(other);
        }
    }

    @Test
    void aLicenceThatMustBeAcceptedIs() {
        Path index = small.index("", "model.safetensors");
        Path asking =
                replaced(index, "\"CC0-1.0\"", "\"CC0-1.0\", \"url\": \"https://example.org/l\", \"accept\": true");

        assertThatThrownBy(() -> zoo(asking).build().load(NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "test/tiny@1 is under the licence CC0-1.0 (https://example.org/l), which must be accepted; read "
                                + "it, then say so: --accept-licence, or acceptLicence(true) of Zoo.builder()");
        assertThat(target()).doesNotExist();
        zoo(asking).acceptLicence(true).build().load(NAME).close();
        zoo(asking).build().load(NAME).close();
    }

    private static Path replaced(Path index, String what, String with) {
        try {
            return Files.writeString(index, Files.readString(index).replace(what, with));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Test
    void aTokenizerThatDoesNotGoWithTheModelIsRefused() throws IOException {
        SmallZoo wrong = SmallZoo.in(Files.createDirectory(folder.resolve("wrong")), new ByteTokenizer(3));

        assertThatThrownBy(
                        () -> zoo(wrong.index("", "model.safetensors")).build().load(NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the tokenizer of test/tiny@1 has 259 ids and the model has 258");
        Path other = small.index(", \"tokenizer\": {\"type\": \"bytes\", \"offset\": 0}", "model.safetensors");
        assertThatThrownBy(() -> zoo(other).cache(folder.resolve("c")).build().load(NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the tokenizer in the file of test/tiny@1 is not that of the index");
        String mini = NamedConfigurations.byName("mini").toJson();
        Path config = small.index(", \"configuration\": " + mini, "model.safetensors");
        assertThatThrownBy(() -> zoo(config).cache(folder.resolve("c")).build().load(NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the configuration in the file of test/tiny@1 is not that of the index");
        Path same = small.index(", \"configuration\": " + SmallZoo.CONFIG.toJson(), "model.safetensors");
        zoo(same).cache(folder.resolve("c")).build().load(NAME).close();
    }

    @Test
    void aFormatThatNobodyReadsIsASentence() {
        Path index = replaced(small.index("", "model.safetensors"), "\"format\": \"reformer\"", "\"format\": \"onnx\"");

        assertThatThrownBy(() -> zoo(index).build().load(NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "test/tiny@1 is in the format 'onnx', and nothing on the class path reads it; there are");
    }

    @Test
    void nobodyWaitsForEver() throws IOException {
        Path locks = Files.createDirectories(folder.resolve("cache/.locks"));
        Path lock = Files.createFile(locks.resolve("test--tiny@1"));
        Patience hurried =
                new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofMillis(120));
        Zoo zoo = zoo(small.index("", "model.safetensors")).patience(hurried).build();
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> zoo.fetch(NAME))
                    .isInstanceOf(FetchException.class)
                    .hasMessageStartingWith("test/tiny@1 could not be fetched to ")
                    .hasMessageContaining("another process has held " + lock)
                    .hasMessageEndingWith("stop what holds it, or run it again later");
        }
        assertThat(notes).singleElement().asString().contains("another process fetches this model; waiting for it");
        zoo.fetch(NAME);
        assertThat(target()).exists();
    }

    @Test
    void unknownNamesAreSentences() {
        Zoo zoo = zoo(small.index("", "model.safetensors")).build();
        assertThatThrownBy(() -> zoo.load("test/tyni")).hasMessageContaining("did you mean test/tiny?");
        assertThatThrownBy(() -> zoo.load("test/tiny@7")).hasMessageContaining("there is no version 7");
        assertThatThrownBy(() -> Reformers.load("no such model")).hasMessageContaining("there is no model");
    }

    @Test
    void severalIndexesAreOne() {
        Zoo zoo = zoo(small.index("", "model.safetensors")).build();

        assertThat(zoo.index().entries()).hasSize(ZooIndex.bundled().entries().size() + 1);
    }

    @Test
    void theProxiesOfTheJvmAreAsked() throws IOException {
        byte[] file = Files.readAllBytes(small.file());
        ProxySelector before = ProxySelector.getDefault();
        try (BadServer proxy = BadServer.that(BadServer.good(file, TAG))) {
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    return List.of(new Proxy(
                            Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException problem) {}
            });
            zoo(small.index("", "http://models.invalid/f")).build().fetch(NAME);

            assertThat(proxy.requests())
                    .extracting(BadServer.Request::target)
                    .containsExactly("http://models.invalid/f");
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
