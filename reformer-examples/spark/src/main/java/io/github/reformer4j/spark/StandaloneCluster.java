package io.github.reformer4j.spark;

import static io.github.reformer4j.check.Check.requireState;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A standalone cluster of Spark on the loopback interface: a master, and workers with one core each. */
final class StandaloneCluster implements AutoCloseable {

    /** Nothing listens anywhere else. */
    static final String HOST = "127.0.0.1";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAUSE_MILLIS = 100;

    private final List<Daemon> workers = new ArrayList<>();
    private final Daemon master;
    private final String url;

    private StandaloneCluster(Daemon master, String url) {
        this.master = master;
        this.url = url;
    }

    /**
     * Starts one.
     *
     * @param folder for installation, logs and the workers' files; its logs stay
     * @param workers processes, each of which will start executors of its own
     */
    static StandaloneCluster start(Path folder, int workers) throws IOException {
        SparkFolder spark = SparkFolder.link(folder.resolve("installation"));
        int port = freePort();
        String url = "spark://" + HOST + ":" + port;
        Path log = folder.resolve("master.log");
        List<String> arguments = List.of("--host", HOST, "--port", String.valueOf(port), "--webui-port", "0");
        StandaloneCluster cluster = new StandaloneCluster(
                Daemon.start(spark, log, "org.apache.spark.deploy.master.Master", arguments), url);
        try {
            cluster.awaitMaster(port, log);
            for (int i = 0; i < workers; i++) {
                cluster.startWorker(spark, folder, i);
            }
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private void startWorker(SparkFolder spark, Path folder, int index) throws IOException {
        Path files = folder.resolve("worker-" + index);
        List<String> arguments = List.of(
                "--host",
                HOST,
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                files.toString(),
                url);
        Path log = folder.resolve("worker-" + index + ".log");
        workers.add(Daemon.start(spark, log, "org.apache.spark.deploy.worker.Worker", arguments));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A worker that finds no master tries again only seconds later. */
    private void awaitMaster(int port, Path log) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers(port)) {
            requireState(
                    master.isAlive() && Instant.now().isBefore(end),
                    "the master of Spark did not start; %s says why",
                    log);
            pause();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PAUSE_MILLIS);
            return true;
        } catch (SocketException | SocketTimeoutException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException hurried) {
            throw new IllegalStateException("interrupted while the cluster started", hurried);
        }
    }

    /** What an application names as its master. */
    String url() {
        return url;
    }

    /**
     * Kills the worker that runs this executor, and the executor.
     *
     * @return process id of the worker
     */
    long kill(long executorPid) {
        Daemon owner = workers.stream()
                .filter(worker -> worker.hasChild(executorPid))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("no worker runs process " + executorPid));
        // First the worker, which would start the executor anew.
        owner.kill();
        ProcessHandle.of(executorPid).ifPresent(ProcessHandle::destroyForcibly);
        return owner.pid();
    }

    @Override
    public void close() {
        workers.forEach(Daemon::close);
        master.close();
    }
}
