package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.data.TextFiles;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.offload.Offload;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.training.TrainingListener;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The program of docs/offload.md, run. */
class OffloadPageTest {

    private static final Tokenizer TOKENIZER = new ByteTokenizer(2);

    @TempDir
    private Path runs;

    private static Trainer.Result train(LanguageModel model, Path runs) {
        LanguageData data = LanguageData.of(TextFiles.read(List.of(Pages.root().resolve("README.md"))), TOKENIZER);
        TrainerConfig training = new TrainerConfig(
                1,
                128,
                1,
                OptimizerConfig.DecoupledAdam.DEFAULT,
                new Schedule.Constant(1e-3, 0),
                1.0,
                1,
                3,
                0.0,
                0,
                2,
                0);
        try (TrainingFolder folder = TrainingFolder.open(runs, TOKENIZER, "test", 1)) {
            return new Trainer(model, data, training, folder, TrainingListener.NONE).run();
        }
    }

    @Test
    void anOffloadedModelIsTrained() {
        ReformerConfig config = NamedConfigurations.byName("tiny");
        Trainer.Result offloaded;
        Offload store = Offload.toFolder(runs.resolve("layers"));
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1, store)) {
            offloaded = train(model, runs.resolve("offloaded"));
        }
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1, ArrayStore.inMemory())) {
            assertThat(offloaded).isEqualTo(train(model, runs.resolve("memory")));
        }
    }
}
