package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import java.util.List;
import java.util.ServiceLoader;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The backends of ND4J on the class path. Of two ND4J takes one, by what the machine has, and both bring natives. */
final class Backends {

    private Backends() {}

    /** Throws, in a sentence, where there are several; none is ND4J's to say. Loads no native library. */
    static void requireOne() {
        requireOne(OnClassPath.NAMES);
    }

    static void requireOne(List<String> names) {
        require(
                names.size() <= 1,
                "ND4J finds %d backends on the class path, %s; keep one of nd4j-native and nd4j-cuda",
                names.size(),
                names);
    }

    /** Looked up once. */
    private static final class OnClassPath {
        static final List<String> NAMES =
                ServiceLoader.load(Nd4jBackend.class, ND4JClassLoading.getNd4jClassloader()).stream()
                        .map(provider -> provider.type().getSimpleName())
                        .sorted()
                        .toList();
    }
}
