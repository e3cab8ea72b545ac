package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.testing.NewJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The backend for GPUs and the one for CPUs on one class path. */
class BackendsTest {

    private static final String SENTENCE =
            "ND4J finds 2 backends on the class path, [CpuBackend, GpuBackend]; keep one of nd4j-native and nd4j-cuda";

    @TempDir
    Path folder;

    @Test
    void twoAreRefused() {
        Backends.requireOne(List.of());
        Backends.requireOne(List.of("CpuBackend"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backends.requireOne(List.of("CpuBackend", "GpuBackend")))
                .withMessage(SENTENCE);
    }

    @Test
    void layersAndVerticesSaySoWhenTheyAreBuilt() throws IOException, InterruptedException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Nd4jBackend.class.getName()), GpuBackend.class.getName());
        List<String> command = NewJvm.command(Builds.class);
        int path = command.indexOf("-cp") + 1;
        command.set(path, folder + File.pathSeparator + command.get(path));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(SENTENCE::equals)).as(output).hasSize(4);
    }

    /** Prints what is said of each. */
    static final class Builds {
        private Builds() {}

        /** No arguments. */
        public static void main(String[] arguments) {
            say(() -> new LshSelfAttentionLayer.Builder().build());
            say(() -> new ReformerEncoderLayer.Builder().build());
            say(() -> new CrossAttentionVertex.Builder().build());
            say(() -> new ReversibleVertex.Builder().build());
        }

        private static void say(Runnable builds) {
            try {
                builds.run();
            } catch (IllegalArgumentException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }

    /** Stands on the class path and is never asked for anything. */
    public static final class GpuBackend extends Nd4jBackend {

        private static UnsupportedOperationException never() {
            return new UnsupportedOperationException("no backend");
        }

        @Override
        public boolean allowsOrder() {
            throw never();
        }

        @Override
        public int getPriority() {
            throw never();
        }

        @Override
        public boolean isAvailable() {
            throw never();
        }

        @Override
        public boolean canRun() {
            throw never();
        }

        @Override
        public Resource getConfigurationResource() {
            throw never();
        }

        @Override
        public Class<?> getNDArrayClass() {
            throw never();
        }

        @Override
        public Environment getEnvironment() {
            throw never();
        }

        @Override
        public String buildInfo() {
            throw never();
        }

        @Override
        public void logBackendInit() {
            throw never();
        }
    }
}
