package io.github.reformer4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The driver's end of an application: client mode, one executor with one core on every worker. */
final class Application {

    /**
     * Flags of an executor beside those that Spark adds for Java 17. The Vector API makes our kernels fast; ND4J's limit of
     * four heaps would count the whole process.
     */
    static final String EXECUTOR_FLAGS = "--add-modules jdk.incubator.vector"
            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

    private Application() {}

    /** A context on the cluster, whose first job waits for all workers. */
    static JavaSparkContext on(StandaloneCluster cluster) {
        SparkConf conf = new SparkConf()
                .setAppName("reformer")
                .setMaster(cluster.url())
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", StandaloneCluster.HOST)
                .set("spark.driver.bindAddress", StandaloneCluster.HOST)
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "768m")
                .set("spark.executor.extraJavaOptions", EXECUTOR_FLAGS)
                .set("spark.executor.extraClassPath", SparkFolder.classFolders())
                .set("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE")
                .set("spark.cores.max", String.valueOf(SparkRun.WORKERS))
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "90s");
        return new JavaSparkContext(conf);
    }
}
