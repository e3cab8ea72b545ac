package io.github.reformer4j.jmh;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/** Buckets of all positions of 4 heads of 64, in as many factors as the length asks for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class HashBenchmark {

    private static final int HEADS = 4;
    private static final int HEAD_SIZE = 64;

    /** Positions. */
    @Param("16384")
    public int length;

    /** Rounds of hashing. */
    @Param({"1", "4"})
    public int rounds;

    private final AttentionKernel kernel = Kernels.current().attention(DataType.FLOAT);
    private int[] factors;
    private INDArray q;
    private INDArray rotations;

    /** Makes the arrays. */
    @Setup
    public void prepare() {
        factors = Buckets.automatic(0).factorsFor(length, 64);
        q = BlockRuns.numbers(1, 1, length, HEADS * HEAD_SIZE);
        rotations = BlockRuns.numbers(
                2, HEADS, HEAD_SIZE, rounds, Arrays.stream(factors).sum() / 2);
    }

    /** The hash. */
    @Benchmark
    public int[] buckets() {
        return kernel.buckets(q, rotations, factors);
    }

    /** Frees the arrays. */
    @TearDown
    public void close() {
        q.close();
        rotations.close();
    }
}
