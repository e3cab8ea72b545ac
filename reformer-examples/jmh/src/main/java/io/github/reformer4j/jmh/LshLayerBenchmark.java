package io.github.reformer4j.jmh;

import io.github.reformer4j.block.LshAttentionConfig;
import java.util.concurrent.TimeUnit;
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

/** The layer of LSH attention with its projections: 4 heads of 64, chunks of 64. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class LshLayerBenchmark {

    /** Positions. */
    @Param("16384")
    public int length;

    /** Rounds of hashing. */
    @Param({"1", "4"})
    public int rounds;

    private BlockRuns runs;

    /** Makes the arrays. */
    @Setup
    public void prepare() {
        runs = new BlockRuns(LshAttentionConfig.of(BlockRuns.DEPTH, 4, 64, 64).withRounds(rounds), length);
    }

    /** Forward. */
    @Benchmark
    public void forward() {
        runs.forward();
    }

    /** Forward and backward. */
    @Benchmark
    public void withBackward() {
        runs.withBackward();
    }

    /** Frees the arrays. */
    @TearDown
    public void close() {
        runs.close();
    }
}
