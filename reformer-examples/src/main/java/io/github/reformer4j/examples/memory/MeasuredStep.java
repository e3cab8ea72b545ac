package io.github.reformer4j.examples.memory;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the process that is measured runs: a small model to warm up, then the one in question. Prints the bytes that its
 * training steps took at their highest, beyond what the process had before the model was made.
 *
 * <p>The heap of this process is of a fixed size and in RAM from the start, so that only memory outside of it counts; the
 * bucket ids, which stand in the heap, are counted one by one and added.
 */
public final class MeasuredStep {

    private static final int WARM_UP = 2;
    private static final int MEASURED = 2;
    private static final int WARM_UP_LENGTH = 512;
    private static final int WAIT_MILLISECONDS = 500;
    private static final int LONGEST_WAIT = 20;

    private final ReformerConfig config;
    private final int batch;
    private final int length;

    private MeasuredStep(ReformerConfig config, int batch, int length) {
        this.config = config;
        this.batch = batch;
        this.length = length;
    }

    /** Takes a file with a configuration as JSON, the sequences of a batch, and the tokens of each. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ReformerConfig config = ReformerConfig.fromJson(Files.readString(Path.of(arguments[0])));
        MeasuredStep step = new MeasuredStep(config, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println(StepProcess.RESULT + step.run());
    }

    private long run() throws IOException, InterruptedException {
        for (AttentionKind kind :
                EnumSet.copyOf(config.attentionLayers())) { // loads the classes and the code of the backend
            ReformerConfig small = NamedConfigurations.byName("tiny")
                    .withAttentionLayers(List.of(kind, kind))
                    .withMemory(config.memory());
            new MeasuredStep(small, 1, WARM_UP_LENGTH).steps(WARM_UP, 1);
        }
        multiply();
        awaitCompiler();
        System.gc();
        long before = ResidentMemory.now();
        return steps(1, MEASURED) - before;
    }

    /** Waits until the JVM compiles nothing more: its compiler takes megabytes, and gives them back when it is done. */
    private static void awaitCompiler() throws InterruptedException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long before = -1;
        for (int i = 0; i < LONGEST_WAIT && compiler.getTotalCompilationTime() != before; i++) {
            before = compiler.getTotalCompilationTime();
            Thread.sleep(WAIT_MILLISECONDS);
        }
    }

    /** A product of as many rows as the model's, for which BLAS takes the memory that it works in, and keeps it. */
    private void multiply() {
        long rows = (long) batch * length;
        try (INDArray x = Nd4j.zeros(DataType.FLOAT, rows, config.hiddenSize());
                INDArray weight = Nd4j.zeros(DataType.FLOAT, config.hiddenSize(), config.hiddenSize());
                INDArray y = Nd4j.zeros(DataType.FLOAT, rows, config.hiddenSize())) {
            Nd4j.gemm(x, weight, y, false, false, 1.0, 0.0);
        }
    }

    /** Makes some steps, then some whose highest memory is returned. */
    private long steps(int unmeasured, int measured) throws IOException {
        try (TrainingSteps step = new TrainingSteps(config, batch, length)) {
            long ids = 0;
            for (int i = 0; i < unmeasured + measured; i++) {
                if (i == unmeasured) {
                    ResidentMemory.resetHighest();
                }
                ids = step.run();
            }
            return ResidentMemory.highest() + ids;
        }
    }
}
