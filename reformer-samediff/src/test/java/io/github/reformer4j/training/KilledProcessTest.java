package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.testing.NewJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** A real process, killed without warning wherever it happens to be; what it leaves is gone on with here. */
class KilledProcessTest {

    private static final int LINES = 40;

    private static final TrainerConfig CONFIG =
            Training.steps(Training.config(OptimizerConfig.DecoupledAdam.DEFAULT, 11), 120, 7, 3);

    /** What is killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) {
            try (BigramModel model = new BigramModel(DataType.FLOAT, 11, 0.2)) {
                Training.run(model, CONFIG, Path.of(arguments[0]), TrainingListener.NONE);
            }
        }
    }

    @Test
    void aKilledProcessLeavesAFolderThatGoesOnAsIfNothingHadHappened(@TempDir Path temporary)
            throws IOException, InterruptedException {
        Path whole = temporary.resolve("whole");
        Path torn = temporary.resolve("torn");
        Map<String, List<Double>> expected = train(whole);
        Process victim = new ProcessBuilder(NewJvm.command(Victim.class, torn))
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output").toFile())
                .start();
        while (victim.isAlive() && lines(torn) < LINES) {
            Thread.sleep(1);
        }
        victim.destroyForcibly().waitFor();

        assertThat(lines(torn))
                .as(() -> output(temporary.resolve("output")))
                .isBetween((long) LINES, CONFIG.steps() + 1);
        assertThat(train(torn)).isEqualTo(expected);
        assertThat(losses(torn)).isEqualTo(losses(whole)).hasSize(121);
    }

    private static Map<String, List<Double>> train(Path folder) {
        try (BigramModel model = new BigramModel(DataType.FLOAT, 11, 0.2)) {
            Training.run(model, CONFIG, folder, TrainingListener.NONE);
            return new HashMap<>(Training.values(model));
        }
    }

    private static long lines(Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.csv");
        return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
    }

    private static List<String> losses(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("metrics.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 6)))
                .toList();
    }

    private static String output(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            return problem.toString();
        }
    }
}
