package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.provider.Kernels;
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
        String line = start(onClassPath(), () -> Nd4j.getExecutioner().getEnvironmentInformation());
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

    private static String whyNot(String name, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return name.equals(CUDA)
                ? "the CUDA backend finds no GPU that it can use (" + reason
                        + "); install the NVIDIA driver and CUDA 11.6, or set REFORMER_BACKEND=cpu"
                : "the ND4J backend " + name + " does not start (" + reason + ")";
    }

    private static List<String> onClassPath() {
        List<String> names = new ArrayList<>();
        try {
            for (Nd4jBackend backend : ServiceLoader.load(Nd4jBackend.class)) {
                names.add(backend.getClass().getSimpleName());
            }
        } catch (ServiceConfigurationError broken) {
            throw new IllegalArgumentException(
                    "an ND4J backend on the class path is broken: " + broken.getMessage(), broken);
        }
        return names;
    }

    private static String describe(Properties environment) {
        return String.format(
                Locale.ROOT,
                "backend %s, BLAS %s, %s threads, ND4J 1.0.0-M2.1",
                environment.getProperty("backend", "unknown"),
                environment.getProperty("blas.vendor", "unknown"),
                environment.get("omp.threads"));
    }
}
