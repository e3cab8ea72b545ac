// Swap the backend
//
// No line of these scripts names a backend: ND4J takes the one on the class path. `REFORMER_BACKEND=cuda ./reformer
// jshell 09` runs this script, as it is, on an NVIDIA GPU; no GPU has run this release yet (docs/backends.md).

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.LshSelfAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.provider.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

System.out.println("backend " + Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend")
        + ", arrays of " + Nd4j.getBackend().getNDArrayClass().getSimpleName());

// What computes is a second choice. Fused kernels are for the CPU; kernels of ND4J's own operations run on every
// backend, and are what a GPU would run. Here all compute one layer, from the same weights and rotations.

LshSelfAttention layer = LshAttentionConfig.of(64, 2, 32, 32).withRounds(2).toBlock();
Weights weights = Weights.create(layer.parameters(), DataType.FLOAT, 1);
INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, 2, 1, 1024, 64); // [b, n, d]
Kernels.use(Kernels.Choice.ND4J);
INDArray portable = layer.forward(x, weights, Step.inference(1));

// Differences are rounding. The time is the shortest of ten runs, the first of which compile.

for (Kernels.Choice choice : new Kernels.Choice[] {Kernels.Choice.ND4J, Kernels.Choice.AUTOMATIC}) {
    Kernels.use(choice);
    double shortest = Double.POSITIVE_INFINITY;
    double away = 0;
    for (int run = 0; run < 10; run++) {
        long began = System.nanoTime();
        INDArray y = layer.forward(x, weights, Step.inference(1));
        shortest = Math.min(shortest, (System.nanoTime() - began) * 1e-6);
        away = y.sub(portable).amaxNumber().doubleValue();
        y.close();
    }
    System.out.printf("%s: %.0f ms, at most %.1e away from ND4J's operations%n",
            Kernels.current().describe(), shortest, away);
}

// Double precision runs on ND4J's operations everywhere, and is there to check what single precision gives.

INDArray exact = layer.forward(x.castTo(DataType.DOUBLE),
        Weights.create(layer.parameters(), DataType.DOUBLE, 1), Step.inference(1));
System.out.println(String.format("single precision is %.1e away from double",
        exact.sub(portable.castTo(DataType.DOUBLE)).amaxNumber().doubleValue()));
