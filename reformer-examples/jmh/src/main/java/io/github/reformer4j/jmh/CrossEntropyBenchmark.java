package io.github.reformer4j.jmh;

import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The chunked softmax cross entropy over a vocabulary of 256, of vectors of twice the depth of a stream. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class CrossEntropyBenchmark {

    private static final int DEPTH = 2 * BlockRuns.DEPTH;
    private static final int VOCABULARY = 256;

    /** Positions. */
    @Param("16384")
    public int length;

    private final ChunkedCrossEntropy loss = new ChunkedCrossEntropyConfig(DEPTH, VOCABULARY, 1024, 0.02).toLoss();
    private final Weights weights = Weights.create(loss.parameters(), DataType.FLOAT, 1);
    private final Gradients gradients = Gradients.of(weights);
    private INDArray x;
    private INDArray dx;
    private int[] labels;

    /** Makes the arrays. */
    @Setup
    public void prepare() {
        x = BlockRuns.numbers(1, length, DEPTH);
        dx = BlockRuns.numbers(2, length, DEPTH);
        labels = IntStream.range(0, length).map(i -> i % VOCABULARY).toArray();
    }

    /** The loss. */
    @Benchmark
    public double forward() {
        return loss.loss(x, labels, weights).sum();
    }

    /** The loss and its gradients. */
    @Benchmark
    public double withBackward() {
        return loss.lossAndGradients(x, labels, 1.0, weights, gradients, dx).sum();
    }

    /** Frees the arrays. */
    @TearDown
    public void close() {
        gradients.close();
        weights.close();
        x.close();
        dx.close();
    }
}
