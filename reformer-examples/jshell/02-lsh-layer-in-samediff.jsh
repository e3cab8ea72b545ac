// An LSH layer in SameDiff
//
// `ReformerOps.of(sd)` is a namespace in the manner of `sd.nn()`. An operation makes its own weights as variables of
// the graph; gradients, training and saving are those of any graph.

import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.op.OpInputs;
import io.github.reformer4j.op.ReformerOps;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

// A graph with one operation: depth 32, 2 heads of 16, chunks of 16 positions. Batch and length stay open.

SameDiff graph(int rounds) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, -1, 32);
    LshAttentionConfig config = LshAttentionConfig.of(32, 2, 16, 16).withRounds(rounds);
    ReformerOps.of(sd).withSeed(1).lshSelfAttention("attention", x, config);
    return sd;
}

// What it made: two matrices, for queries that are also keys and for values.

SameDiff sd = graph(1);
sd.variables().stream().filter(v -> v.name().startsWith("attention."))
        .forEach(v -> System.out.println(v.name() + " " + java.util.Arrays.toString(v.getShape())));

// Run it on a sequence of 256 positions: sixteen vectors again and again, each time a little different.

INDArray kinds = Initializer.normal(30.0).create(DataType.FLOAT, 5, 1, 16, 32);
INDArray input = Nd4j.tile(kinds, 1, 16, 1).add(Initializer.normal(5.0).create(DataType.FLOAT, 6, 1, 256, 32));
INDArray attended = sd.output(Map.of("x", input), "attention").get("attention");
System.out.println("output " + java.util.Arrays.toString(attended.shape()));

// How far is it from exact attention with the same weights? `fullSelfAttention` with shared queries and keys is what
// hashing approximates. What is alike falls into one bucket, so one round finds much; every further round finds
// more.

SameDiff exact = SameDiff.create();
SDVariable x = exact.placeHolder("x", DataType.FLOAT, -1, -1, 32);
ReformerOps.of(exact).withSeed(1)
        .fullSelfAttention("attention", x, new FullAttentionConfig(32, 2, 16, true, true, 0.0), OpInputs.none());
INDArray expected = exact.output(Map.of("x", input), "attention").get("attention");

for (int rounds : new int[] {1, 2, 4, 8, 16}) {
    INDArray found = graph(rounds).output(Map.of("x", input), "attention").get("attention");
    double distance = found.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
    System.out.printf("%2d rounds: %.3f away from exact attention%n", rounds, distance);
}
