package io.github.reformer4j.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The same training by a cluster and without one.
 *
 * @param context of the cluster
 * @param averaging how it is trained
 * @param examples of all workers together
 * @param seed of the first weights
 */
record Trainings(JavaSparkContext context, Averaging averaging, List<DataSet> examples, long seed) {

    /** The examples, as many to each worker. */
    JavaRDD<DataSet> partitioned() {
        return context.parallelize(examples, averaging.workers());
    }

    /** Trained by the executors of the context. */
    SparkDl4jMultiLayer onCluster(TrainingHook... hooks) {
        SparkDl4jMultiLayer spark =
                new SparkDl4jMultiLayer(context, Recollection.network(seed), averaging.master(hooks));
        JavaRDD<DataSet> data = partitioned();
        for (int epoch = 0; epoch < averaging.epochs(); epoch++) {
            spark.fit(data);
        }
        return spark;
    }

    /** The same layers as a graph, trained by the executors of the context. */
    ComputationGraph graphOnCluster() {
        ComputationGraph graph = Recollection.graph(seed);
        SparkComputationGraph spark =
                new SparkComputationGraph(context, graph, averaging.master(new KeptIterations(graph)));
        JavaRDD<DataSet> data = partitioned();
        for (int epoch = 0; epoch < averaging.epochs(); epoch++) {
            spark.fit(data);
        }
        return graph;
    }

    /** Trains here, on the partitions that the cluster makes. */
    <T extends LocalNetwork> T here(T network) throws Exception {
        new LocalAveraging(network, averaging).fit(partitioned().glom().collect());
        return network;
    }
}
