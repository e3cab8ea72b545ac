package io.github.reformer4j.zoo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Linux", "user.home", "/home/a"));
    private final Map<String, String> variables = new HashMap<>();

    private Path path() {
        return new CacheFolder(properties::get, variables::get).path();
    }

    @Test
    void thePropertyCountsBeforeTheVariableAndThatBeforeTheSystem() {
        assertThat(path()).isEqualTo(Path.of("/home/a/.cache/reformer4j"));
        variables.put("REFORMER_CACHE", "/by/variable");
        assertThat(path()).isEqualTo(Path.of("/by/variable"));
        properties.put("reformer.cache", "/by/property");
        assertThat(path()).isEqualTo(Path.of("/by/property"));
        properties.put("reformer.cache", " ");
        assertThat(path()).isEqualTo(Path.of("/by/variable"));
    }

    @Test
    void eachSystemHasItsFolder() {
        variables.put("XDG_CACHE_HOME", "/xdg");
        assertThat(path()).isEqualTo(Path.of("/xdg/reformer4j"));
        variables.put("XDG_CACHE_HOME", "relative");
        assertThat(path()).isEqualTo(Path.of("/home/a/.cache/reformer4j"));
        properties.put("os.name", "Mac OS X");
        assertThat(path()).isEqualTo(Path.of("/home/a/Library/Caches/reformer4j"));
        properties.put("os.name", "Windows 11");
        assertThat(path()).isEqualTo(Path.of("/home/a/AppData/Local/reformer4j/cache"));
        variables.put("LOCALAPPDATA", "/local");
        assertThat(path()).isEqualTo(Path.of("/local/reformer4j/cache"));
    }

    @Test
    void aRelativeFolderIsMeantFromWhereTheProcessStarted() {
        properties.put("reformer.cache", "models");
        assertThat(path()).isEqualTo(Path.of("models").toAbsolutePath());
    }
}
