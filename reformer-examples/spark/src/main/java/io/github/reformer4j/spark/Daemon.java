package io.github.reformer4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/** A master or a worker of Spark in a JVM of its own, started as Spark's scripts do, with its output in a file. */
final class Daemon implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final Process process;

    private Daemon(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param spark whose jars it runs
     * @param log file for its output
     * @param mainClass of Spark, and its arguments
     */
    static Daemon start(SparkFolder spark, Path log, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(List.of("-cp", spark.home().resolve("jars") + "/*", mainClass));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", spark.home().toString());
        builder.environment().put("SPARK_LOCAL_IP", StandaloneCluster.HOST);
        // Else a worker looks for a source tree of Spark to learn it from.
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        return new Daemon(builder.start());
    }

    /** Whether the process with this id was started by this one. */
    boolean hasChild(long pid) {
        return process.children().anyMatch(child -> child.pid() == pid);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** {@code kill -9}: no chance to say goodbye to anyone. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        List<ProcessHandle> executors = process.children().toList();
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }
}
