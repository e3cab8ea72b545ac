package io.github.reformer4j.spark;

import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Continues and scores prompts, a partition at a time. Every prompt gets the same seed, so its text depends on nothing but
 * itself, wherever it is written.
 *
 * @param file name under which Spark hands the checkpoint to executors
 * @param tokens to write behind a prompt
 * @param seed of the draws and of the rotations
 */
record Writer(String file, int tokens, long seed) implements FlatMapFunction<Iterator<String>, Written> {

    private static final double TEMPERATURE = 0.8;

    /** All prompts of a data set, by the executors of its context. */
    static List<Written> onSpark(
            JavaSparkContext context, JavaRDD<String> prompts, Path checkpoint, int tokens, long seed) {
        context.addFile(checkpoint.toString());
        return prompts.mapPartitions(new Writer(checkpoint.getFileName().toString(), tokens, seed))
                .collect();
    }

    @Override
    public Iterator<Written> call(Iterator<String> prompts) {
        ExecutorModel model = ExecutorModel.of(Path.of(SparkFiles.get(file)));
        Iterable<String> all = () -> prompts;
        return StreamSupport.stream(all.spliterator(), false)
                .map(prompt -> write(model, prompt))
                .iterator();
    }

    /** One prompt, in this JVM. */
    Written write(ExecutorModel model, String prompt) {
        GenerationConfig config = GenerationConfig.of(Sampling.random().withTemperature(TEMPERATURE), tokens, seed);
        return new Written(
                prompt,
                model.continuation(prompt, config),
                model.bits(prompt, seed),
                ProcessHandle.current().pid(),
                ExecutorModel.loads());
    }
}
