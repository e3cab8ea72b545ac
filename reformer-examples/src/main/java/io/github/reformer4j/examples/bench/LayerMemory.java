package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.memory.ResidentMemory;
import io.github.reformer4j.examples.memory.StepProcess;
import java.io.IOException;

/**
 * What the process runs in which the memory of a layer is measured: a short sequence to load code, then the one in question.
 * Input, weights, their gradients and the gradient of the output are part of what is measured.
 */
public final class LayerMemory {

    static final String QUICK = "quick";
    static final String USUAL = "usual";

    private static final int WARM_UP_CHUNKS = 4;
    private static final int RUNS = 3;

    private LayerMemory() {}

    /** Takes the sizes, the kind of attention, the sequences of a batch, and the length of each. */
    public static void main(String[] arguments) throws IOException {
        Shape shape = arguments[0].equals(QUICK) ? Shape.QUICK : Shape.USUAL;
        LayerKind kind = LayerKind.named(shape, arguments[1]);
        run(kind, 1, WARM_UP_CHUNKS * shape.chunk());
        System.gc();
        long before = ResidentMemory.now();
        ResidentMemory.resetHighest();
        run(kind, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(StepProcess.RESULT + Math.max(0, ResidentMemory.highest() - before));
    }

    private static void run(LayerKind kind, int batch, int length) {
        try (LayerCase layer = new LayerCase(kind, batch, length, true)) {
            for (int i = 0; i < RUNS; i++) {
                layer.run();
            }
        }
    }
}
