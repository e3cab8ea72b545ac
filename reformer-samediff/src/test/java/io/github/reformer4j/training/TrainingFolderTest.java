package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class TrainingFolderTest {

    private static final TrainerConfig CONFIG = Training.config(OptimizerConfig.DecoupledAdam.DEFAULT, 3);

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = temporary.resolve("run");
    }

    private static BigramModel model() {
        return new BigramModel(DataType.FLOAT, 3, 0.2);
    }

    private Trainer.Result train(TrainerConfig config, CheckpointContent content, int keepLast) {
        try (BigramModel model = model()) {
            return Training.run(model, config, folder, content, keepLast, TrainingListener.NONE);
        }
    }

    private List<String> names() throws IOException {
        return FolderTree.children(folder).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .toList();
    }

    @Test
    void theLastFewCheckpointsAndTheBestStay() throws IOException {
        train(CONFIG, Training.CONTENT, 2);

        assertThat(names()).containsExactly(".lock", "best", "metrics.csv", "step-00000020", "step-00000024");
        assertThat(TrainingFolder.latest(folder)).contains(folder.resolve("step-00000024"));
        assertThat(TrainingFolder.toUse(folder)).contains(folder.resolve("best"));
    }

    @Test
    void bestIsTheModelWithTheLowestHeldOutLoss() {
        Map<Double, Map<String, List<Double>>> byBits = new TreeMap<>();
        // So high a rate that the loss goes up again.
        TrainerConfig wild = Training.rate(CONFIG, new Schedule.Constant(0.8, 20), 0.0);
        try (BigramModel model = model();
                BigramModel best = model();
                BigramModel other = model()) {
            Training.run(model, wild, folder, new TrainingListener() {
                @Override
                public void onEvaluation(long step, double bits, boolean isBest) {
                    byBits.put(bits, Training.values(model));
                }
            });
            try (var tensors = io.github.reformer4j.checkpoint.SafeTensors.read(
                    folder.resolve("best").resolve("model.safetensors"))) {
                OptimizerState.copy(tensors.tensors(), best.weights().all());
            }
            assertThat(byBits).hasSize(6);
            assertThat(Training.values(best))
                    .isEqualTo(byBits.values().iterator().next())
                    .isNotEqualTo(Training.values(model))
                    .isNotEqualTo(Training.values(other));
        }
    }

    @Test
    void aSecondRunInTheSameFolderIsRefused() {
        try (TrainingFolder open = TrainingFolder.open(folder, Training.CONTENT, 1)) {
            assertThat(open.path()).isEqualTo(folder);
            assertThatThrownBy(() -> TrainingFolder.open(folder, Training.CONTENT, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("another run is writing to %s; wait for it, stop it, or choose another folder", folder);
        }
        TrainingFolder.open(folder, Training.CONTENT, 1).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInASentence() throws IOException {
        Files.writeString(folder, "a file");

        for (Path bad : List.of(folder, folder.resolve("below"))) {
            assertThatThrownBy(() -> TrainingFolder.open(bad, Training.CONTENT, 1))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("the folder " + bad + " cannot be written (")
                    .hasMessageEndingWith("; choose another");
        }
    }

    @Test
    void otherDataOrSettingsAreRefusedBeforeAnyWeightChanges() {
        train(Training.steps(CONFIG, 5, 0, 5), Training.CONTENT, 1);

        try (BigramModel model = model();
                TrainingFolder open = TrainingFolder.open(folder, Training.CONTENT, 1)) {
            Map<String, List<Double>> before = Training.values(model);
            Trainer foreign = new Trainer(model, new Tokens("c3d4"), CONFIG, open, TrainingListener.NONE);
            assertThatThrownBy(foreign::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the training in %s had another setting of data (a1b2, now c3d4); "
                                    + "go on with the same, or choose another folder",
                            folder.resolve("step-00000005"));
            assertThatThrownBy(() -> new Trainer(
                                    model,
                                    Tokens.OURS,
                                    Training.config(OptimizerConfig.Factored.DEFAULT, 3),
                                    open,
                                    TrainingListener.NONE)
                            .run())
                    .hasMessageContaining("had another setting of optimizer");
            assertThat(Training.values(model)).isEqualTo(before);
        }
    }

    @Test
    void anotherRateIsTakenOnlyWhereItIsAccepted() {
        train(Training.steps(CONFIG, 5, 0, 5), Training.CONTENT, 1);
        TrainerConfig slower = Training.rate(CONFIG, new Schedule.Constant(0.001, 0), 0.1);

        assertThatThrownBy(() -> train(slower, Training.CONTENT, 1))
                .hasMessageContaining("had another setting of schedule")
                .hasMessageEndingWith("or accept a new rate");
        try (BigramModel model = model();
                TrainingFolder open =
                        TrainingFolder.open(folder, Training.CONTENT, 1).acceptNewRate()) {
            new Trainer(model, Tokens.OURS, slower, open, TrainingListener.NONE).run();
        }
        assertThat(train(slower, Training.CONTENT, 1).steps()).isEqualTo(24);
    }

    @Test
    void aFullDiskLeavesTheCheckpointBeforeIntact() throws IOException {
        CheckpointContent full = new CheckpointContent(ByteTokenizer.PLAIN, "test") {
            @Override
            void write(Path part, ReformerModel model, Optimizer optimizer, SavedProgress progress) throws IOException {
                super.write(part, model, optimizer, progress);
                if (progress.step() == 15) {
                    throw new IOException("No space left on device");
                }
            }
        };

        assertThatThrownBy(() -> train(CONFIG, full, 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "%s could not be saved (No space left on device); %s is intact; "
                                + "free space and run the same command again",
                        folder.resolve("step-00000015"), folder.resolve("step-00000010"));
        assertThat(names()).containsExactly(".lock", "best", "metrics.csv", "step-00000005", "step-00000010");
        assertThat(train(CONFIG, Training.CONTENT, 2).steps()).isEqualTo(24);
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws IOException {
        train(CONFIG, Training.CONTENT, 3);
        Path newest = folder.resolve("step-00000024");

        Files.writeString(newest.resolve("optimizer.safetensors"), "short");
        assertThat(TrainingFolder.latest(folder)).contains(folder.resolve("step-00000020"));
        Files.writeString(folder.resolve("step-00000020").resolve("progress.json"), "{\"step\": ");
        assertThat(TrainingFolder.latest(folder)).contains(folder.resolve("step-00000015"));
        assertThat(train(CONFIG, Training.CONTENT, 3).steps()).isEqualTo(24);
        assertThat(TrainingFolder.latest(folder)).contains(newest);
    }

    @Test
    void whatAKilledProcessLeftIsPutRight() throws IOException {
        train(CONFIG, Training.CONTENT, 2);
        Files.move(folder.resolve("best"), folder.resolve(".old-best"));
        Files.createDirectory(folder.resolve(".old-step-00000024"));
        Files.createDirectory(folder.resolve(".partial-best"));
        Files.writeString(folder.resolve(".partial-best").resolve("model.safetensors"), "half");

        TrainingFolder.open(folder, Training.CONTENT, 2).close();

        assertThat(names()).containsExactly(".lock", "best", "metrics.csv", "step-00000020", "step-00000024");
    }

    @Test
    void aLossThatIsNotFiniteEndsTheRunAndSavesNothing() throws IOException {
        TrainerConfig config = Training.steps(CONFIG, 24, 0, 5);
        try (BigramModel model = model().nanAt(2 * 12 + 1)) {
            assertThatThrownBy(() -> Training.run(model, config, folder, TrainingListener.NONE))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageMatching(
                            "step 13 gave a loss of NaN and a gradient norm of [\\d.]+; the block layers.3.attention was "
                                    + "first; the last good checkpoint is \\Q" + folder.resolve("step-00000010")
                                    + "\\E; lower the learning rate or clip the gradients more");
        }
        assertThat(names()).containsExactly(".lock", "metrics.csv", "step-00000005", "step-00000010");
        assertThat(Files.readAllLines(folder.resolve("metrics.csv"))).hasSize(13);
    }

    @Test
    void weightsThatAreNotFiniteAreNeverSaved() throws IOException {
        TrainingListener spoil = new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                throw new AssertionError("not reached");
            }
        };
        try (BigramModel model = model()) {
            model.weights().get("table.bias").putScalar(0, Double.NaN);
            assertThatThrownBy(() -> Training.run(model, CONFIG, folder, spoil))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("no checkpoint was saved before");
        }
        try (BigramModel model = model()) {
            TrainingListener late = new TrainingListener() {
                @Override
                public void onStep(Progress progress) {
                    if (progress.step() == 10) {
                        model.weights().get("table.bias").putScalar(0, Double.POSITIVE_INFINITY);
                    }
                }
            };
            assertThatThrownBy(() -> Training.run(model, CONFIG, folder, late))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageStartingWith("the parameter table.bias is not finite after step 10; the last good")
                    .hasMessageContaining("step-00000005");
        }
        assertThat(names()).doesNotContain("step-00000010");
    }

    @Test
    void metricsHaveALineAStepAndTheHeldOutLossWhereItWasMeasured() throws IOException {
        train(CONFIG, Training.CONTENT, 1);

        List<String> lines = Files.readAllLines(folder.resolve("metrics.csv"));
        assertThat(lines).hasSize(25).first().isEqualTo(MetricsFile.HEADER);
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",", -1);
            assertThat(fields).hasSize(8);
            assertThat(fields[0]).isEqualTo(Integer.toString(i));
            assertThat(fields[3].isEmpty()).isEqualTo(i % 4 != 0);
        }
    }
}
