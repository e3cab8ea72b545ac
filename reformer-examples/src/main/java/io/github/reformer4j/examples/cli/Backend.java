package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.provider.Kernels;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The ND4J backend that an application runs on, chosen by a Maven profile and so by the class path. */
public final class Backend {

    private static final String CUDA = "JCublasBackend";

    private static volatile Kernels.Choice kernels = Kernels.Choice.AUTOMATIC;

    private Backend() {}

    /** Chooses the kernels of everything that starts from now on. */
    static void choose(Kernels.Choice choice) {
        kernels = choice;
    }

    /**
     * Starts the backend and tells which one it is.
     *
     * @throws IllegalArgumentException if there is none, if there are two, or if CUDA finds no GPU: one sentence
     */
    public static String start() {
        List<Nd4jBackend> found = onClassPath();
        List<String> names = found.stream()
                .map(backend -> backend.getClass().getSimpleName())
                .toList();
        String line = start(names, () -> {
            requireAvailable(found.get(0));
            return Nd4j.getExecutioner().getEnvironmentInformation();
        });
        Kernels.use(kernels);
        return line + ", " + Kernels.current().describe();
    }

    static String start(List<String> names, Supplier<Properties> load) {
        require(!names.isEmpty(), "there is no ND4J backend on the class path; build with -Pcpu or -Pcuda");
        require(
                names.size() == 1,
                "there are %d ND4J backends on the class path, %s; keep one, by -Pcpu or -Pcuda",
                names.size(),
                names);
        try {
            return describe(load.get());
        } catch (LinkageError | RuntimeException failure) {
            throw new IllegalArgumentException(whyNot(names.get(0), failure), failure);
        }
    }

    /** Asks the backend itself, because ND4J, where there is no other one, keeps the reason from whoever asks it. */
    private static void requireAvailable(Nd4jBackend backend) {
        PrintStream err = System.err;
        System.setErr(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)); // it prints a trace
        try {
            require(backend.isAvailable(), "it says that it is not available");
        } finally {
            System.setErr(err);
        }
    }

    private static String whyNot(String name, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return name.equals(CUDA)
                ? CudaFailure.sentence(root, NvidiaDriver.version())
                : "the ND4J backend " + name + " does not start ("
                        + String.valueOf(root.getMessage()).lines().findFirst().orElse("") + ")";
    }

    private static List<Nd4jBackend> onClassPath() {
        try {
            List<Nd4jBackend> found = new ArrayList<>();
            ServiceLoader.load(Nd4jBackend.class).forEach(found::add);
            return found;
        } catch (ServiceConfigurationError broken) {
            throw new IllegalArgumentException(
                    "an ND4J backend on the class path is broken: " + broken.getMessage(), broken);
        }
    }

    private static String describe(Properties environment) {
        return String.format(
                Locale.ROOT,
                "backend %s, BLAS %s, %s threads, ND4J 1.0.0-M2.1%s",
                environment.getProperty("backend", "unknown"),
                environment.getProperty("blas.vendor", "unknown"),
                environment.get("omp.threads"),
                CudaDevices.describe(environment));
    }
}
