package io.github.reformer4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/**
 * Trains, scores and writes texts on a Spark cluster, kills a worker in the middle of a training, and compares everything
 * with the same done in one process.
 */
public final class SparkRun {

    /** Workers of the cluster, and of the training. */
    static final int WORKERS = 2;

    /** Parameters and losses are of the order of 1 and in single precision, whose last digit is 6e-8 there. */
    static final double TOLERANCE = 1e-6;

    private static final Averaging AVERAGING = new Averaging(WORKERS, 4, 2, 2, 7);
    private static final int EXAMPLES = 48;
    private static final int SCORE_BATCH = 8;
    private static final long SEED = 1;

    private final Path folder;
    private final String checkpoint;
    private final Findings findings = new Findings(System.out);

    private SparkRun(Path folder, String checkpoint) {
        this.folder = folder;
        this.checkpoint = checkpoint;
    }

    /**
     * Runs all of it; ends with code 1 where something is not as it must be.
     *
     * @param arguments a folder for the cluster, which is emptied first; a checkpoint to write texts with, or none
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = emptied(Path.of(arguments[0]).toAbsolutePath());
        SparkRun run = new SparkRun(folder, arguments.length > 1 ? arguments[1] : "");
        run.all();
        System.exit(run.findings.failed() == 0 ? 0 : 1);
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private void all() throws Exception {
        TaskCounts counts = new TaskCounts();
        try (StandaloneCluster cluster = StandaloneCluster.start(folder, WORKERS);
                JavaSparkContext context = Application.on(cluster)) {
            context.sc().addSparkListener(counts);
            findings.about("Spark %s: a master and %d workers at %s", context.version(), WORKERS, cluster.url());
            Trainings trainings = new Trainings(context, AVERAGING, Recollection.examples(EXAMPLES, SEED), SEED);
            SparkDl4jMultiLayer trained = train(trainings);
            score(trained, trainings);
            new TextRun(context, findings).run(Prompts.checkpoint(checkpoint, folder));
            findings.note("tasks finished: %s", counts.finished());
            kill(cluster, trainings, trained.getNetwork());
            counts.awaitLoss();
            findings.check(counts.lost() == 1, "executors lost: %d (must be 1)", counts.lost());
            findings.check(counts.failed() > 0, "tasks lost with it and run again: %d", counts.failed());
        }
    }

    private SparkDl4jMultiLayer train(Trainings trainings) throws Exception {
        findings.about(
                "Training: %d epochs of %d averagings, each after %d batches of %d sequences on every worker",
                AVERAGING.epochs(), AVERAGING.averagings(EXAMPLES), AVERAGING.frequency(), AVERAGING.batchSize());
        SparkDl4jMultiLayer spark = trainings.onCluster();
        LocalNetwork there = new LocalNetwork.OfLayers(spark.getNetwork());
        LocalNetwork here = trainings.here(new LocalNetwork.OfLayers(Recollection.network(SEED)));
        findings.note(
                "%,d parameters, of which the one that moved most moved by %.1e",
                there.parameters().length(),
                Distance.greatest(there.parameters(), Recollection.network(SEED).params()));
        compare("MultiLayerNetwork", there, here);
        compare(
                "ComputationGraph",
                new LocalNetwork.OfGraph(trainings.graphOnCluster()),
                trainings.here(new LocalNetwork.OfGraph(Recollection.graph(SEED))));
        return spark;
    }

    private void compare(String kind, LocalNetwork there, LocalNetwork here) {
        findings.atMost(
                Distance.greatest(there.parameters(), here.parameters()),
                TOLERANCE,
                kind + ", parameters, greatest difference from the same averaging in one process");
        findings.atMost(
                Distance.greatest(there.state(), here.state()),
                TOLERANCE,
                kind + ", state of Adam, greatest difference from the same");
    }

    private void score(SparkDl4jMultiLayer spark, Trainings trainings) {
        findings.about("Scoring: %d sequences", EXAMPLES);
        JavaRDD<DataSet> data = trainings.partitioned();
        JavaPairRDD<Integer, DataSet> keyed =
                data.zipWithIndex().mapToPair(pair -> new Tuple2<>(pair._2().intValue(), pair._1()));
        Map<Integer, Double> scores =
                spark.scoreExamples(keyed, false, SCORE_BATCH).collectAsMap();
        LocalScores local = new LocalScores(spark.getNetwork(), SCORE_BATCH);
        Map<Integer, Double> here = local.scores(keyed.glom().collect());
        findings.check(scores.keySet().equals(here.keySet()), "%d scores, one for each sequence", scores.size());
        double greatest = here.entrySet().stream()
                .mapToDouble(entry -> Math.abs(entry.getValue() - scores.getOrDefault(entry.getKey(), Double.NaN)))
                .max()
                .orElse(Double.NaN);
        findings.atMost(greatest, TOLERANCE, "scores, greatest difference from those of one process");
        Evaluation evaluation = spark.evaluate(data, List.of(), SCORE_BATCH);
        Evaluation evaluationHere = local.evaluation(data.glom().collect());
        findings.check(
                evaluation.getConfusion().equals(evaluationHere.getConfusion()),
                "evaluation: the confusion matrix of one process; accuracy %.4f",
                evaluation.accuracy());
    }

    private void kill(StandaloneCluster cluster, Trainings trainings, MultiLayerNetwork undisturbed) throws Exception {
        findings.about("The same training again, in which a worker is killed");
        int iteration = AVERAGING.frequency() + 1;
        FutureTask<String> killer = new FutureTask<>(new Killer(cluster, folder));
        Thread thread = new Thread(killer, "killer");
        thread.setDaemon(true);
        thread.start();
        MultiLayerNetwork survived =
                trainings.onCluster(new PauseForKill(folder, iteration)).getNetwork();
        findings.note("kill -9 of %s, within batch %d of its training", killer.get(), iteration + 1);
        findings.atMost(
                Distance.greatest(survived.params(), undisturbed.params()),
                TOLERANCE,
                "parameters, greatest difference from the undisturbed training");
    }
}
