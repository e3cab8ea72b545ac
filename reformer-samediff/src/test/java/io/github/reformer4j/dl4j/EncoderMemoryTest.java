package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.NewJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Memory of training in Deeplearning4j by depth, as Linux counts it, in a JVM of its own for every depth. */
class EncoderMemoryTest {

    private static final int LENGTH = 16_384;
    private static final int DEPTH = 64;
    private static final long STREAM = 4L * LENGTH * DEPTH;
    private static final String RESULT = "bytes ";

    @Test
    void memoryOfABackwardPassDoesNotGrowWithDepth() throws IOException, InterruptedException {
        long rebuilt = highest(MemoryMode.REVERSIBLE, 14) - highest(MemoryMode.REVERSIBLE, 2);
        long stored = highest(MemoryMode.STORE, 14) - highest(MemoryMode.STORE, 2);
        assertThat(rebuilt)
                .as("12 layers more: their weights, gradients and updater state, and the noise of an allocator")
                .isLessThan(lasting(12) + 3 * STREAM);
        assertThat(stored).as("what it is where layers are kept").isGreaterThan(12 * 5 * STREAM);
    }

    /** Weights, gradients and Adam's two moments, and the buckets of a position. */
    private static long lasting(int layers) {
        long parameters = new ReformerEncoderLayer.Builder()
                .nIn(DEPTH)
                .nLayers(layers)
                .dFeedForward(DEPTH)
                .build()
                .initializer()
                .numParams(layer(layers, MemoryMode.REVERSIBLE));
        return 4L * 4 * parameters + 4L * LENGTH * layers;
    }

    private static ReformerEncoderLayer layer(int layers, MemoryMode mode) {
        return new ReformerEncoderLayer.Builder()
                .nIn(DEPTH)
                .nLayers(layers)
                .dFeedForward(DEPTH)
                .memory(mode)
                .build();
    }

    private static long highest(MemoryMode mode, int layers) throws IOException, InterruptedException {
        List<String> command = NewJvm.command(Training.class, mode, layers);
        // A heap that is all there from the start, and memory that goes back to the system as soon as it is freed.
        command.addAll(1, List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        command.addAll(1, List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 17));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Long.parseLong(
                output.substring(output.lastIndexOf(RESULT) + RESULT.length()).strip());
    }

    /** Two steps of a network, in a JVM of its own; prints the most memory that the process had. */
    static final class Training {
        private Training() {}

        /** Arguments: the memory mode and the number of layers. */
        public static void main(String[] arguments) throws IOException {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .updater(new Adam(1e-3))
                    .list()
                    .layer(layer(Integer.parseInt(arguments[1]), MemoryMode.valueOf(arguments[0])))
                    .layer(Networks.output(RNNFormat.NWC))
                    .setInputType(InputType.recurrent(DEPTH, RNNFormat.NWC))
                    .build());
            network.init();
            INDArray input = Initializer.normal(1.0).create(DataType.FLOAT, 1, 1, LENGTH, DEPTH);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, LENGTH, Networks.CLASSES);
            for (int step = 0; step < 2; step++) {
                network.fit(input, labels);
            }
            System.out.println(RESULT
                    + 1024
                            * Long.parseLong(Files.readAllLines(Path.of("/proc/self/status")).stream()
                                    .filter(line -> line.startsWith("VmHWM:"))
                                    .findFirst()
                                    .orElseThrow()
                                    .replaceAll("\\D", "")));
        }
    }
}
