package io.github.reformer4j.spark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Has executors write texts, and compares these with what one process writes.
 *
 * @param context of the cluster
 * @param findings what comes of it
 */
record TextRun(JavaSparkContext context, Findings findings) {

    private static final int TOKENS = 40;
    private static final long SEED = 1;
    private static final int TASKS = 2 * SparkRun.WORKERS;

    void run(Path checkpoint) {
        List<String> prompts = Prompts.all();
        findings.about("Texts: %d prompts, up to %d tokens behind each", prompts.size(), TOKENS);
        List<Written> there = Writer.onSpark(context, context.parallelize(prompts, TASKS), checkpoint, TOKENS, SEED);
        Writer writer = new Writer(checkpoint.getFileName().toString(), TOKENS, SEED);
        ExecutorModel model = ExecutorModel.of(checkpoint);
        List<Written> here =
                prompts.stream().map(prompt -> writer.write(model, prompt)).toList();
        findings.check(texts(there).equals(texts(here)), "%d texts, equal to those of one process", there.size());
        double greatest = 0;
        for (int i = 0; i < here.size(); i++) {
            greatest = Math.max(
                    greatest, Math.abs(here.get(i).bits() - there.get(i).bits()));
        }
        findings.atMost(greatest, SparkRun.TOLERANCE, "bits a token of the prompts, greatest difference");
        whoWrote(there);
    }

    private static List<String> texts(List<Written> written) {
        return written.stream().map(one -> one.prompt() + one.text()).toList();
    }

    private void whoWrote(List<Written> written) {
        long processes = written.stream().mapToLong(Written::process).distinct().count();
        int loads = written.stream().mapToInt(Written::loads).max().orElse(0);
        findings.check(
                processes == SparkRun.WORKERS && loads == 1,
                "%d executors wrote them in %d tasks; times that one of them read the checkpoint: %d",
                processes,
                TASKS,
                loads);
    }
}
