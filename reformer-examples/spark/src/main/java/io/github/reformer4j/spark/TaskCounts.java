package io.github.reformer4j.spark;

import static io.github.reformer4j.check.Check.requireState;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the tasks that each executor finished, those that failed, and lost executors, as Spark tells of them. */
final class TaskCounts extends SparkListener {

    private static final int PATIENCE_SECONDS = 10;

    private final Map<String, Integer> finished = new TreeMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final CountDownLatch losses = new CountDownLatch(1);
    private final CountDownLatch failures = new CountDownLatch(1);

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            finished.merge("executor " + end.taskInfo().executorId(), 1, Integer::sum);
        } else {
            failed.incrementAndGet();
            failures.countDown();
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        lost.incrementAndGet();
        losses.countDown();
    }

    /** Finished tasks by executor. */
    synchronized Map<String, Integer> finished() {
        return new TreeMap<>(finished);
    }

    /** Waits for word of a lost executor and a failed task, which may come after the job in which that happened. */
    void awaitLoss() throws InterruptedException {
        boolean told =
                losses.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && failures.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        requireState(told, "Spark told of %d lost executors and %d failed tasks", lost(), failed());
    }

    int failed() {
        return failed.get();
    }

    int lost() {
        return lost.get();
    }
}
