package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.data.TextFiles;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.Generated;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.generation.TextGenerator;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.training.TrainingListener;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The programs of docs/training.md and docs/generation.md, run. */
class LanguagePagesTest {

    @TempDir
    Path folder;

    private static Trainer.Result train(Path text, Path runs, long steps) {
        Tokenizer tokenizer = new ByteTokenizer(2);
        LanguageData data = LanguageData.of(TextFiles.read(List.of(text)), tokenizer);
        TrainerConfig training = new TrainerConfig(
                4, // sequences of a batch
                128, // tokens of a sequence
                1, // batches of a step
                OptimizerConfig.DecoupledAdam.DEFAULT,
                new Schedule.Cosine(3e-3, 3e-4, 10, steps),
                1.0, // norm of the gradient, at most
                1, // seed
                steps,
                0.0, // seconds; 0: until the steps are done
                10, // steps between measurements,
                8, // of this many held-out sequences
                20); // steps between checkpoints
        try (TrainingFolder folder = TrainingFolder.open(runs, tokenizer, "my program", 2);
                LanguageModel model = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            return new Trainer(model, data, training, folder, TrainingListener.NONE).run();
        }
    }

    private static Generated generate(Path runs, String prompt, long seed, Consumer<String> stream) {
        Checkpoint checkpoint = Checkpoint.load(TrainingFolder.toUse(runs).orElseThrow(), LanguageModel::parametersOf);
        try (LanguageModel model = new LanguageModel(checkpoint.config(), checkpoint.weights())) {
            TextGenerator generator = new TextGenerator(
                    key -> new LanguageDecoder(model, Step.inference(key), 0), checkpoint.tokenizer());
            Sampling sampling = Sampling.random().withTemperature(0.8).withTopP(0.95);
            GenerationConfig config = GenerationConfig.of(sampling, 60, seed).withStopSequences("\n\n");
            return generator.generate(prompt, config, stream);
        }
    }

    @Test
    void whatIsTrainedGoesOnAndGenerates() {
        Path text = Pages.root().resolve("README.md");
        Path runs = folder.resolve("run");
        Trainer.Result first = train(text, runs, 20);
        assertThat(first.steps()).isEqualTo(20);
        assertThat(first.heldOutBits()).isBetween(1.0, 8.0);
        StringBuilder streamed = new StringBuilder();
        Generated generated = generate(runs, "public class ", 1, streamed::append);
        assertThat(streamed.toString()).isEqualTo(generated.text()).doesNotContain("\n\n");
        assertThat(generate(runs, "public class ", 1, piece -> {}).text()).isEqualTo(generated.text());
        assertThat(generate(runs, "public class ", 2, piece -> {}).text()).isNotEqualTo(generated.text());
    }
}
