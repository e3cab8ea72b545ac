package io.github.reformer4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.zoo.download.BadServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes over one cache, killed ones, and one whose disk is full. */
class ZooProcessesTest {

    private static final String TAG = "\"one\"";

    @TempDir
    private static Path models;

    private static SmallZoo zoo = new SmallZoo(Path.of("none"));
    private static byte[] file = {};

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        zoo = SmallZoo.in(models);
        file = Files.readAllBytes(zoo.file());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path target() {
        return cache().resolve("test--tiny/1/model.safetensors");
    }

    private void assertWhole() throws IOException {
        assertThat(target()).hasBinaryContent(file);
        assertThat(target().resolveSibling("model.safetensors.sha256"))
                .content()
                .isEqualTo(zoo.hash() + "  model.safetensors\n");
        assertThat(target().resolveSibling("model.safetensors.part")).doesNotExist();
        assertThat(target().resolveSibling("model.safetensors.origin")).doesNotExist();
    }

    @Test
    void twoProcessesAtOnceFetchOnce() throws Exception {
        BadServer.Behaviour slow = (request, out) -> {
            Thread.sleep(3000);
            BadServer.good(file, TAG).answer(request, out);
        };
        try (BadServer server = BadServer.that(slow)) {
            Path index = zoo.index("", server.uri("/f"));
            FetchProcess one = FetchProcess.start(folder.resolve("one"), index, cache());
            FetchProcess two = FetchProcess.start(folder.resolve("two"), index, cache());

            assertThat(one.end()).as(one.said()).isZero();
            assertThat(two.end()).as(two.said()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
        assertWhole();
    }

    @Test
    void whatAKilledProcessHadIsGoneOnWith() throws Exception {
        int half = file.length / 2;
        try (BadServer server = BadServer.that(BadServer.stall(file, TAG, half), BadServer.good(file, TAG))) {
            Path index = zoo.index("", server.uri("/f"));
            FetchProcess killed = FetchProcess.start(folder.resolve("killed"), index, cache());
            killed.untilSize(target().resolveSibling("model.safetensors.part"), half);
            killed.kill();
            assertThat(target()).doesNotExist();
            FetchProcess next = FetchProcess.start(folder.resolve("next"), index, cache());

            assertThat(next.end()).as(next.said()).isZero();
            assertThat(server.requests()).extracting(BadServer.Request::from).containsExactly(0, half);
        }
        assertWhole();
    }

    @Test
    void aFullDiskIsASentenceAndIsGoneOnAfter() throws Exception {
        try (BadServer server = BadServer.that(BadServer.good(file, TAG))) {
            Path index = zoo.index("", server.uri("/f"));
            FetchProcess full = FetchProcess.startLimited(64, folder.resolve("full"), index, cache());

            assertThat(full.end()).isEqualTo(2);
            assertThat(full.said().strip())
                    .startsWith("test/tiny@1 could not be fetched to " + target() + ": " + server.uri("/f") + " (")
                    .endsWith(
                            "free space or choose another cache folder (--cache, -Dreformer.cache or REFORMER_CACHE), "
                                    + "and run it again")
                    .hasLineCount(1);
            assertThat(target()).doesNotExist();
            FetchProcess next = FetchProcess.start(folder.resolve("next"), index, cache());
            assertThat(next.end()).as(next.said()).isZero();
            assertThat(server.requests()).extracting(BadServer.Request::from).containsExactly(0, 64 * 1024);
        }
        assertWhole();
    }
}
