package io.github.reformer4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.zoo.download.BadServer.Behaviour;
import io.github.reformer4j.zoo.index.ModelFile;
import io.github.reformer4j.zoo.index.ModelId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers that misbehave: in the end there is the right file or a sentence, and never a wrong file in its place. */
class DownloadTest {

    private static final ModelId MODEL = new ModelId("a/b", 1);
    private static final byte[] FILE = bytes(200_000, 1);
    private static final byte[] OTHER = bytes(200_000, 2);
    private static final String TAG = "\"one\"";
    private static final Patience HURRIED = new Patience(
            Duration.ofSeconds(5), Duration.ofMillis(300), 3, Duration.ofMillis(1), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        int state = seed;
        for (int i = 0; i < length; i++) {
            state = state * 1_103_515_245 + 12_345;
            bytes[i] = (byte) (state >> 16);
        }
        return bytes;
    }

    private String hash(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("hashed"), bytes);
        return Sha256Hash.of(file);
    }

    private Path target() {
        return folder.resolve("below").resolve("model.bin");
    }

    private ModelFile known(URI... sources) throws IOException {
        return new ModelFile("model.bin", FILE.length, hash(FILE), List.of(sources));
    }

    private static ModelFile unknown(URI... sources) {
        return new ModelFile("model.bin", ModelFile.UNKNOWN, null, List.of(sources));
    }

    private void fetch(ModelFile file) {
        fetch(file, file.sha256(), false);
    }

    private void fetch(ModelFile file, @Nullable String expected, boolean offline) {
        FetchListener listener = new FetchListener() {
            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
        new Download(MODEL, HURRIED, listener, offline).fetch(file, target(), expected, hashes::add);
    }

    private void assertArrived() throws IOException {
        assertThat(target()).hasBinaryContent(FILE);
        assertThat(hashes).last().isEqualTo(hash(FILE));
        assertNothingBeside();
    }

    private void assertNothingBeside() throws IOException {
        try (Stream<Path> files = Files.list(Objects.requireNonNull(target().getParent()))) {
            assertThat(files).allSatisfy(file -> assertThat(file).isEqualTo(target()));
        }
    }

    static Stream<Arguments> passing() {
        Behaviour good = BadServer.good(FILE, TAG);
        return Stream.of(
                arguments("all is well", 1, new Behaviour[] {good}),
                arguments("cut in mid-body", 2, new Behaviour[] {BadServer.cut(FILE, TAG, 70_000), good}),
                arguments("cut twice", 3, new Behaviour[] {
                    BadServer.cut(FILE, TAG, 70_000), BadServer.cut(FILE, TAG, 70_000), good
                }),
                arguments(
                        "no Range support", 2, new Behaviour[] {BadServer.cut(FILE, TAG, 70_000), BadServer.whole(FILE)
                        }),
                arguments("changed between the parts", 2, new Behaviour[] {BadServer.cut(OTHER, "\"old\"", 70_000), good
                }),
                arguments("changed, and If-Range not heeded", 3, new Behaviour[] {
                    BadServer.cut(OTHER, "\"old\"", 70_000),
                    (request, out) ->
                            BadServer.good(FILE, request.header("If-Range")).answer(request, out),
                    good
                }),
                arguments("another range than asked for", 3, new Behaviour[] {
                    BadServer.cut(FILE, TAG, 70_000),
                    (request, out) -> BadServer.head(
                            out, "206 Partial Content", "Content-Range: bytes 5-9/200000", "Content-Length: 5"),
                    good
                }),
                arguments("a range of a file of another length", 3, new Behaviour[] {
                    BadServer.cut(FILE, TAG, 70_000), BadServer.good(bytes(100_000, 3), TAG), good
                }),
                arguments("503 then fine", 3, new Behaviour[] {
                    BadServer.status("503 Service Unavailable"),
                    BadServer.status("429 Too Many Requests", "Retry-After: 0"),
                    good
                }),
                arguments("slow to a stall", 2, new Behaviour[] {BadServer.stall(FILE, TAG, 70_000), good}),
                arguments("stalled before it answered", 2, new Behaviour[] {(request, out) -> Thread.sleep(10_000), good
                }),
                arguments("trickling", 2, new Behaviour[] {BadServer.trickle(FILE, TAG, 10), good}),
                arguments("sends more than it says", 2, new Behaviour[] {
                    (request, out) -> {
                        BadServer.head(out, "200 OK");
                        out.write(FILE);
                        out.write(FILE);
                    },
                    good
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void whatPassesEndsWithTheRightFile(String name, int requests, Behaviour[] behaviours) throws IOException {
        try (BadServer server = BadServer.that(behaviours)) {
            fetch(known(server.uri("/" + requests)));

            assertThat(server.requests()).as(name).hasSize(requests);
        }
        assertArrived();
        assertThat(notes)
                .hasSize(requests - 1)
                .allSatisfy(note ->
                        assertThat(note).matches("model.bin from http://127.0.0.1:\\d+/\\d: .*; again in 0.0 s"));
    }

    @Test
    void aCutDownloadGoesOnFromWhereItWas() throws IOException {
        try (BadServer server = BadServer.that(BadServer.cut(FILE, TAG, 70_000), BadServer.good(FILE, TAG))) {
            fetch(known(server.uri("/f")));

            assertThat(server.requests()).extracting(BadServer.Request::from).containsExactly(0, 70_000);
            assertThat(server.requests().get(1).header("If-Range")).isEqualTo(TAG);
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.header("Accept-Encoding")).isEqualTo("identity"));
        }
        assertThat(notes).singleElement().asString().contains("cut off after 70,000 of 200,000 bytes");
    }

    @Test
    void whoHangsUpWithoutAnAnswerIsAskedAgain() throws IOException {
        Behaviour hangUp = (request, out) -> {};
        try (BadServer server = BadServer.that(hangUp, hangUp, hangUp, BadServer.good(FILE, TAG))) {
            fetch(known(server.uri("/f")));

            assertThat(server.requests()).hasSize(4); // the JDK asks a second time by itself, once an attempt
        }
        assertArrived();
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                arguments("404", 1, BadServer.status("404 Not Found"), "404 Not Found"),
                arguments("403", 1, BadServer.status("403 Forbidden"), "403 Forbidden"),
                arguments("503 for ever", 3, BadServer.status("503 Service Unavailable"), "503 Service Unavailable"),
                arguments("wrong length", 1, BadServer.whole(bytes(7, 1)), "the file there has 7 bytes, not 200,000"),
                arguments("wrong hash", 1, BadServer.whole(OTHER), "the file there has the SHA-256 "),
                arguments(
                        "packed",
                        1,
                        BadServer.whole(FILE, "Content-Encoding: gzip"),
                        "it sends the file packed as gzip"),
                arguments("cut for ever", 3, BadServer.cut(FILE, TAG, 10), "cut off after 30 of 200,000 bytes"),
                arguments(
                        "no HTTP",
                        3,
                        (Behaviour) (request, out) -> out.write("hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                        "what answers there does not speak HTTP"),
                arguments("redirect to nowhere", 1, BadServer.status("302 Found"), "a redirect to nowhere"),
                arguments(
                        "redirect to a file",
                        1,
                        BadServer.status("302 Found", "Location: file:///etc/passwd"),
                        "a redirect to file:///etc/passwd, which is not followed from http:"),
                arguments(
                        "redirect in a circle",
                        11,
                        BadServer.status("301 Moved", "Location: /again"),
                        "more than 10 redirects"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failing")
    void whatDoesNotPassIsASentence(String name, int requests, Behaviour behaviour, String words) throws IOException {
        try (BadServer server = BadServer.that(behaviour)) {
            URI uri = server.uri("/f");
            assertThatThrownBy(() -> fetch(known(uri)))
                    .as(name)
                    .isInstanceOf(FetchException.class)
                    .hasMessageStartingWith("a/b@1 could not be fetched to " + target() + ": " + uri + " (" + words)
                    .hasMessageEndingWith(
                            "check the network and the URLs of the index, and run it again: what has come is kept");
            assertThat(server.requests()).hasSize(requests);
        }
        assertThat(target()).doesNotExist();
        try (BadServer server = BadServer.that(BadServer.good(FILE, TAG))) {
            fetch(known(server.uri("/f")));
        }
        assertArrived();
    }

    @Test
    void mirrorsAreTriedInTurn() throws IOException {
        try (BadServer none = BadServer.that(BadServer.status("404 Not Found"));
                BadServer wrong = BadServer.that(BadServer.whole(OTHER));
                BadServer cut = BadServer.that(BadServer.cut(FILE, TAG, 50_000), BadServer.status("410 Gone"));
                BadServer good = BadServer.that(BadServer.good(FILE, "\"another\""))) {
            fetch(known(none.uri("/1"), wrong.uri("/2"), cut.uri("/3"), good.uri("/4")));

            assertThat(good.requests()).extracting(BadServer.Request::from).containsExactly(50_000);
            assertThat(good.requests().get(0).header("If-Range")).isEmpty();
        }
        assertArrived();
        assertThat(notes).hasSize(4).last().asString().contains("/3 (410 Gone)");
    }

    @Test
    void redirectsAreFollowed() throws IOException {
        try (BadServer good = BadServer.that(BadServer.good(FILE, TAG));
                BadServer moved = BadServer.that(
                        BadServer.status("302 Found", "Location: /there"),
                        BadServer.status("307 Temporary Redirect", "Location: " + good.uri("/f?key=1")))) {
            fetch(known(moved.uri("/here")));

            assertThat(moved.requests()).extracting(BadServer.Request::target).containsExactly("/here", "/there");
            assertThat(good.requests()).extracting(BadServer.Request::target).containsExactly("/f?key=1");
        }
        assertArrived();
    }

    @Test
    void whoeverIsNotThereIsNamed() throws IOException {
        try (Socket bound = new Socket()) {
            // Bound and not listening: it refuses, and nobody else gets the port meanwhile.
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI closed = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/f");

            assertThatThrownBy(() -> fetch(known(closed, URI.create("http://no-such-host.invalid/f"))))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining(closed + " (Connection refused")
                    .hasMessageContaining("http://no-such-host.invalid/f (");
        }
    }

    @Test
    void anUnknownFileIsTakenWholeOrNotAtAll() throws IOException {
        try (BadServer server = BadServer.that(BadServer.cut(FILE, TAG, 70_000), BadServer.good(FILE, TAG))) {
            fetch(unknown(server.uri("/f")));

            assertThat(server.requests()).extracting(BadServer.Request::from).containsExactly(0, 70_000);
        }
        assertArrived();
        Files.delete(target());
        Behaviour noTag = (request, out) -> {
            BadServer.head(out, "200 OK", "Content-Length: " + FILE.length);
            out.write(FILE, 0, 70_000);
        };
        try (BadServer server = BadServer.that(noTag, BadServer.good(FILE, TAG))) {
            fetch(unknown(server.uri("/f")));

            assertThat(server.requests()).extracting(BadServer.Request::from).containsExactly(0, 0);
        }
        assertArrived();
    }

    static Stream<Arguments> untrusted() {
        return Stream.of(
                arguments(BadServer.whole(FILE, "Content-Type: text/html"), "it sends a web page in place of the file"),
                arguments(
                        (Behaviour) (request, out) -> {
                            BadServer.head(out, "200 OK");
                            out.write(FILE);
                        },
                        "it does not say how long the file is, and neither does the index"));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void anUnknownFileIsNotTakenFromAnybody(Behaviour behaviour, String words) throws IOException {
        try (BadServer server = BadServer.that(behaviour)) {
            URI uri = server.uri("/f");
            assertThatThrownBy(() -> fetch(unknown(uri)))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining(words);
        }
        assertThat(target()).doesNotExist();
    }

    @Test
    void chunkedBodiesEndWhereTheySay() throws IOException {
        Behaviour chunked = (request, out) -> {
            BadServer.head(out, "200 OK", "Transfer-Encoding: chunked");
            out.write((Integer.toHexString(FILE.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(FILE);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
        Behaviour cut = (request, out) -> {
            BadServer.head(out, "200 OK", "Transfer-Encoding: chunked");
            out.write((Integer.toHexString(FILE.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(FILE, 0, 1000);
        };
        try (BadServer server = BadServer.that(cut, chunked)) {
            fetch(unknown(server.uri("/f")));
        }
        assertArrived();
    }

    @Test
    void whatWasRecordedIsCompared() throws IOException {
        try (BadServer server = BadServer.that(BadServer.good(OTHER, TAG))) {
            URI uri = server.uri("/f");
            String recorded = hash(FILE);
            assertThatThrownBy(() -> fetch(unknown(uri), recorded, false))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("the file there has the SHA-256 " + hash(OTHER) + ", not " + recorded);
        }
        assertThat(target()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 199_999, 200_000, 200_001, 500_000})
    void whatAnotherProcessLeftIsGoneOnWith(int length) throws IOException {
        Path part = target().resolveSibling("model.bin.part");
        Files.createDirectories(Objects.requireNonNull(part.getParent()));
        Files.write(part, Arrays.copyOf(FILE, length));
        try (BadServer server = BadServer.that(BadServer.good(FILE, TAG))) {
            fetch(known(server.uri("/f")));

            assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
        }
        assertArrived();
    }

    @Test
    void filesAndResourcesAreSources() throws IOException {
        Path file = Files.write(folder.resolve("a file"), FILE);
        fetch(known(folder.resolve("none").toUri(), file.toUri()), hash(FILE), true);
        assertArrived();

        assertThatThrownBy(() -> fetch(unknown(URI.create("classpath:/no/such/thing")), null, true))
                .hasMessageContaining("classpath:/no/such/thing (it is not on the class path)");
        fetch(unknown(URI.create("classpath:/io/github/reformer4j/zoo/index.json")), null, true);
        assertThat(target()).content().contains("reformer4j-index");
    }

    @Test
    void offlineNobodyIsAsked() throws IOException {
        try (BadServer server = BadServer.that(BadServer.good(FILE, TAG))) {
            URI uri = server.uri("/f");
            ModelFile file = known(uri);
            assertThatThrownBy(() -> fetch(file, file.sha256(), true))
                    .isInstanceOf(FetchException.class)
                    .hasMessage(
                            "a/b@1 could not be fetched to %s: %s (offline); go online, or copy the file to this path yourself",
                            target(), uri);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void moreThanTheDiskHoldsIsRefusedBeforehand() throws IOException {
        long huge = 1L << 60;
        Behaviour behaviour = (request, out) -> BadServer.head(out, "200 OK", "Content-Length: " + huge);
        try (BadServer server = BadServer.that(behaviour)) {
            ModelFile file = new ModelFile("model.bin", huge, hash(FILE), List.of(server.uri("/f")));
            assertThatThrownBy(() -> fetch(file))
                    .isInstanceOf(FetchException.class)
                    .hasMessageMatching(
                            ".*it needs 1,152,921,504,606,846,976 bytes more, and the disk has [\\d,]+ left\\); "
                                    + "free space or choose another cache folder .*");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aFileInThePlaceOfTheFolderIsASentence() throws IOException {
        Files.writeString(folder.resolve("below"), "");
        try (BadServer server = BadServer.that(BadServer.good(FILE, TAG))) {
            URI uri = server.uri("/f");
            assertThatThrownBy(() -> fetch(known(uri)))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining(uri.toString())
                    .hasMessageContaining("choose another cache folder");
        }
    }

    @Test
    void anInterruptEndsItAndItGoesOnLater() throws Exception {
        try (BadServer slow = BadServer.that(BadServer.status("503 Service Unavailable", "Retry-After: 60"))) {
            ModelFile file = known(slow.uri("/f"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> fetch(file))
                    .isInstanceOf(FetchException.class)
                    .hasMessageEndingWith("interrupted; run it again: it goes on where it was");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
