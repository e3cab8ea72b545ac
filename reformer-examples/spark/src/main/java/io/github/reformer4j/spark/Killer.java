package io.github.reformer4j.spark;

import static io.github.reformer4j.check.Check.requireState;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * Kills the worker whose executor has paused, and says whom.
 *
 * @param cluster to kill in
 * @param folder where the executor leaves its note
 */
record Killer(StandaloneCluster cluster, Path folder) implements Callable<String> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String call() throws IOException, InterruptedException {
        Path note = PauseForKill.note(folder);
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(note)) {
            requireState(Instant.now().isBefore(end), "no executor paused within %d s", PATIENCE.toSeconds());
            Thread.sleep(50);
        }
        long executor = Long.parseLong(Files.readString(note));
        return String.format("worker %d and its executor %d", cluster.kill(executor), executor);
    }
}
