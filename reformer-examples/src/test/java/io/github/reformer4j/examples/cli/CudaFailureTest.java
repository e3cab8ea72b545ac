package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import picocli.CommandLine;

/** The sentences of docs/backends.md come from here, word for word. */
class CudaFailureTest {

    private static final String NO_DEVICES = "No CUDA devices were found in system";

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        new UnsatisfiedLinkError(
                                "libcuda.so.1: cannot open shared object file: No such file or directory"),
                        null,
                        "the CUDA backend finds no NVIDIA driver (libcuda.so.1: cannot open shared object file: No such "
                                + "file or directory); install 510.39.01 or newer, or set REFORMER_BACKEND=cpu"),
                arguments(
                        new RuntimeException(NO_DEVICES),
                        "535.104.05",
                        "the CUDA backend finds no GPU that it can use (No CUDA devices were found in system); see that "
                                + "nvidia-smi lists one and that CUDA_VISIBLE_DEVICES does not hide it, or set "
                                + "REFORMER_BACKEND=cpu"),
                arguments(
                        new RuntimeException(NO_DEVICES),
                        "440.33.01",
                        "the NVIDIA driver 440.33.01 is too old for CUDA 11.6 (No CUDA devices were found in system); "
                                + "install 510.39.01 or newer, or set REFORMER_BACKEND=cpu"),
                arguments(
                        new UnsatisfiedLinkError(
                                "libcublas.so.11: cannot open shared object file: No such file or directory"),
                        "535.104.05",
                        "the CUDA backend cannot load a library (libcublas.so.11: cannot open shared object file: No such "
                                + "file or directory); install CUDA 11.6 and name its folder in LD_LIBRARY_PATH, or put "
                                + "org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7 on the class path, or set "
                                + "REFORMER_BACKEND=cpu"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasASentenceThatThePageQuotes(Throwable root, @Nullable String driver, String sentence)
            throws IOException {
        assertThat(CudaFailure.sentence(root, Optional.ofNullable(driver))).isEqualTo(sentence);
        assertThat(page()).contains(sentence);
    }

    @Test
    void furtherFailuresHaveOneToo() {
        assertThat(CudaFailure.sentence(
                        new RuntimeException("CUDA driver version is insufficient for CUDA runtime version"),
                        Optional.empty()))
                .startsWith("the NVIDIA driver is too old for CUDA 11.6 (CUDA driver version is insufficient");
        assertThat(CudaFailure.sentence(new IllegalStateException("other\nlines"), Optional.of("535.1")))
                .isEqualTo("the CUDA backend does not start (other); docs/backends.md says what it needs, or set "
                        + "REFORMER_BACKEND=cpu");
    }

    @Test
    void versionsOfDriversAreReadAndCompared() {
        assertThat(NvidiaDriver.version("NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.82.01  Wed Oct 27 2021\n"))
                .hasValue("470.82.01");
        assertThat(NvidiaDriver.version(
                        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  535.104.05  Release Build\n"))
                .hasValue("535.104.05");
        assertThat(NvidiaDriver.version("nothing")).isEmpty();
        assertThat(Stream.of("390.157", "440.33.01", "450.51.06", "450.80.1")).allMatch(NvidiaDriver::isTooOld);
        assertThat(Stream.of("450.80.02", "450.102.04", "510.39.01", "1000.1")).noneMatch(NvidiaDriver::isTooOld);
    }

    @Test
    void memoryOfTheGpuThatRunsOutHasASentence() throws IOException {
        RuntimeException failure = new RuntimeException("Failed to allocate 4194304 bytes from DEVICE [0] memory");
        RuntimeException other = new RuntimeException("out of memory; Bytes: [64]; Error code [2]; DEVICE [0]");
        assertThat(OutOfMemory.isCauseOf(new IllegalStateException("op", failure)))
                .isTrue();
        assertThat(OutOfMemory.isCauseOf(other)).isTrue();
        List<CommandLine> parsed = Reformer.commandLine().parseArgs("generate").asCommandLineList();
        String sentence =
                OutOfMemory.sentence(failure, parsed.get(parsed.size() - 1).getCommandSpec(), 1L << 34);
        assertThat(sentence)
                .isEqualTo(
                        "there is not enough memory on the GPU (Failed to allocate 4194304 bytes from DEVICE [0] memory): "
                                + "take shorter sequences, fewer at a time, or a smaller model");
        assertThat(page()).contains(sentence);
    }

    @Test
    void theStartLineNamesTheGpuAndSaysWhereNoCodeIsForIt() throws IOException {
        assertThat(start("NVIDIA A100-SXM4-40GB", 8, 0))
                .isEqualTo("backend CUDA, BLAS CUBLAS, 16 threads, ND4J 1.0.0-M2.1, "
                        + "GPU NVIDIA A100-SXM4-40GB of compute capability 8.0");
        assertThat(start("GeForce RTX 4090", 8, 9)).endsWith("of compute capability 8.9");
        String unserved =
                "GPU NVIDIA H100 80GB HBM3 of compute capability 9.0 (this ND4J holds code for 3.7 to 8.9; expect its "
                        + "operations to fail)";
        assertThat(start("NVIDIA H100 80GB HBM3", 9, 0)).endsWith(unserved);
        assertThat(page()).contains(unserved);
        assertThat(start("Tesla K40", 3, 5)).endsWith("expect its operations to fail)");
    }

    private static String start(String name, long major, long minor) {
        Properties environment = new Properties();
        environment.put(Nd4jEnvironment.BACKEND_KEY, "CUDA");
        environment.put(Nd4jEnvironment.BLAS_VENDOR_KEY, "CUBLAS");
        environment.put(Nd4jEnvironment.OMP_THREADS_KEY, 16);
        environment.put(
                Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY,
                List.of(Map.of(
                        Nd4jEnvironment.CUDA_DEVICE_NAME_KEY, name,
                        Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY, major,
                        Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY, minor)));
        return Backend.start(List.of("JCublasBackend"), () -> environment);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "backends.md"));
    }
}
