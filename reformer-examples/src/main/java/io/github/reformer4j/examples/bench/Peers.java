package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.PeerProcess.Unavailable;
import io.github.reformer4j.examples.process.Python;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The peers that this machine has; of those that it has not, a sentence says why. */
final class Peers implements AutoCloseable {

    static final String LIBTORCH = "libtorch";
    static final String PYTORCH = "pytorch";
    static final String TRANSFORMERS = "transformers"; // in the process of PyTorch

    private static final String BUILD = "build it by: mvn -q -Ppeers -pl reformer-examples/peers -DskipTests package";
    private static final String MAIN = "io.github.reformer4j.peers.LibtorchPeer";
    private static final Path SCRIPT = Path.of("reformer-examples", "peers", "src", "main", "python", "peer.py");

    private final Map<String, PeerProcess> running = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private final BenchSettings settings;
    private final Path home;

    private Peers(BenchSettings settings, Path home) {
        this.settings = settings;
        this.home = home;
    }

    /** How a peer is started. */
    @FunctionalInterface
    private interface Start {
        PeerProcess start() throws Unavailable;
    }

    /** Starts all that there are. */
    static Peers find(BenchSettings settings) {
        return find(settings, home());
    }

    static Peers find(BenchSettings settings, Path home) {
        Peers peers = new Peers(settings, home);
        peers.add(LIBTORCH, peers::libtorch);
        peers.add(PYTORCH, peers::pytorch);
        return peers;
    }

    /** One that is running already. */
    static Peers of(BenchSettings settings, String name, PeerProcess process) {
        Peers peers = new Peers(settings, home());
        peers.add(name, () -> process);
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

    private PeerProcess pytorch() throws Unavailable {
        List<String> command = new ArrayList<>(
                List.of(Python.executable(), home.resolve(SCRIPT).toString()));
        command.addAll(sizes());
        Shape shape = settings.shape();
        Stream.of(shape.chunk(), shape.feedForward(), shape.vocabulary(), settings.layers(), settings.generated())
                .forEach(size -> command.add(String.valueOf(size)));
        return PeerProcess.start(command, Map.of());
    }

    private List<String> sizes() {
        Shape shape = settings.shape();
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

    /** Those that run, by name, in the order in which they were found. */
    Map<String, PeerProcess> running() {
        return Collections.unmodifiableMap(running);
    }

    /** The first that can run what has this name. */
    Optional<PeerProcess> offering(String name) {
        return running.values().stream().filter(peer -> peer.offers(name)).findFirst();
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
