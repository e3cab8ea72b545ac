package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BackendTest {

    @Test
    void theStartLineNamesTheBackendOfTheClassPath() {
        assertThat(Backend.start())
                .matches("backend CPU, BLAS \\w+, \\d+ threads, ND4J 1\\.0\\.0-M2\\.1, "
                        + "fused CPU kernels \\(Vector API, \\d+ bits, \\d+ threads\\)");
    }

    @Test
    void cudaWithoutAGpuSaysSoInOneSentence() {
        UnsatisfiedLinkError missingDriver = new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.start(List.of("JCublasBackend"), () -> {
                    throw new IllegalStateException("no backend", missingDriver);
                }))
                .withMessageStartingWith("the ")
                .withMessageContaining("(libcuda.so.1: cannot open shared object file); install 510.39.01 or newer, "
                        + "or set REFORMER_BACKEND=cpu");
    }

    @Test
    void noBackendAndTwoBackendsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.start(List.of(), Properties::new))
                .withMessage("there is no ND4J backend on the class path; build with -Pcpu or -Pcuda");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.start(List.of("CpuBackend", "JCublasBackend"), Properties::new))
                .withMessage("there are 2 ND4J backends on the class path, [CpuBackend, JCublasBackend]; "
                        + "keep one, by -Pcpu or -Pcuda");
    }
}
