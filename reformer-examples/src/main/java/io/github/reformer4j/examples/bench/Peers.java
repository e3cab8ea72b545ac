package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.PeerProcess.Unavailable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The peers that this machine has; of those that it has not, a sentence says why. */
final class Peers implements AutoCloseable {

    static final String LIBTORCH = "libtorch";
    static final String PYTHON = "python";

    private static final String BUILD = "build it by: mvn -q -Ppeers -pl reformer-examples/peers -DskipTests package";
    private static final String MAIN = "io.github.reformer4j.peers.LibtorchPeer";
    private static final Path SCRIPT = Path.of("reformer-examples", "peers", "src", "main", "python", "peer.py");

    private final Map<String, PeerProcess> running = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private final Shape shape;
    private final Path home;

    private Peers(Shape shape, Path home) {
        this.shape = shape;
        this.home = home;
    }

    /** How a peer is started. */
    @FunctionalInterface
    private interface Start {
        PeerProcess start() throws Unavailable;
    }

    /** Starts all that there are. */
    static Peers find(Shape shape) {
        return find(shape, home());
    }

    static Peers find(Shape shape, Path home) {
        Peers peers = new Peers(shape, home);
        peers.add(LIBTORCH, peers::libtorch);
        peers.add(PYTHON, peers::python);
        return peers;
    }

    private void add(String name, Start start) {
        try {
            PeerProcess peer = start.start();
            running.put(name, peer);
            sentences.add(name + ": " + peer.description());
        } catch (Unavailable reason) {
            sentences.add(name + " is left out: " + reason.getMessage());
        }
    }

    /** The checkout, two folders above what the build makes of this module. */
    private static Path home() {
        try {
            Path classes = Path.of(Peers.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Objects.requireNonNull(classes.getParent()).resolve("../..").normalize();
        } catch (URISyntaxException unusual) {
            throw new IllegalStateException("the class path holds what is no path", unusual);
        }
    }

    /** Its first start with an empty cache of native code can crash; the second does not. */
    private PeerProcess libtorch() throws Unavailable {
        Path target = home.resolve("reformer-examples").resolve("peers").resolve("target");
        Path classPath = target.resolve("classpath.txt");
        if (!Files.exists(classPath)) {
            throw new Unavailable("there is no " + classPath + "; " + BUILD);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp"));
        command.add(target.resolve("classes") + ":" + read(classPath));
        command.add(MAIN);
        command.addAll(sizes());
        Map<String, String> environment = Map.of("OPENBLAS_NUM_THREADS", "1");
        try {
            return PeerProcess.start(command, environment);
        } catch (Unavailable crashed) {
            return PeerProcess.start(command, environment);
        }
    }

    private static String read(Path file) throws Unavailable {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new Unavailable(file + " cannot be read; " + BUILD);
        }
    }

    private PeerProcess python() throws Unavailable {
        String python = Objects.requireNonNullElse(System.getenv("REFORMER_PYTHON"), "python3");
        List<String> command =
                new ArrayList<>(List.of(python, home.resolve(SCRIPT).toString()));
        command.addAll(sizes());
        command.add(String.valueOf(shape.chunk()));
        return PeerProcess.start(command, Map.of());
    }

    private List<String> sizes() {
        return List.of(
                String.valueOf(shape.depth()),
                String.valueOf(shape.heads()),
                String.valueOf(shape.headSize()),
                String.valueOf(Runtime.getRuntime().availableProcessors()));
    }

    /** What was found, and what was not. */
    List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** Those that run, by name. */
    Map<String, PeerProcess> running() {
        return Map.copyOf(running);
    }

    /** Adds a sentence about what went wrong later. */
    void note(String sentence) {
        sentences.add(sentence);
    }

    @Override
    public void close() {
        running.values().forEach(PeerProcess::close);
    }
}
