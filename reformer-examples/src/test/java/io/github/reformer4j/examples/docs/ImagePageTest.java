package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.data.ImageData;
import io.github.reformer4j.data.ImageFiles;
import io.github.reformer4j.data.LabelledImage;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.examples.image.Png;
import io.github.reformer4j.generation.ImageSampler;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.training.TrainingListener;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The program of docs/images.md. */
class ImagePageTest {

    @TempDir
    Path folder;

    private static List<RgbImage> trainAndDraw(Path images, Path runs, TrainerConfig training) {
        ImageData data = ImageData.of(ImageFiles.read(images, 16, null));
        PixelTokenizer tokenizer = data.tokenizer();
        ReformerConfig config = NamedConfigurations.byName("shapes-16").withVocabularySize(tokenizer.vocabularySize());
        try (TrainingFolder folder = TrainingFolder.open(runs, tokenizer, "my program", 2);
                LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1)) {
            new Trainer(model, data, training, folder, TrainingListener.NONE).run();
            ImageSampler sampler = new ImageSampler(model, tokenizer);
            LabelledImage given = data.heldOutImages().get(0);
            RgbImage half = sampler.complete(given.label(), given.image(), 8, Sampling.random(), 1);
            return List.of(half, sampler.sample(given.label(), Sampling.random(), 2));
        }
    }

    @Test
    void whatIsTrainedOnAFolderCompletesAndDraws() throws IOException {
        for (int i = 0; i < 3; i++) {
            Png.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), folder.resolve("images/" + i + ".png"));
        }
        TrainerConfig training = new TrainerConfig(
                1,
                RgbImage.length(16),
                1,
                OptimizerConfig.DecoupledAdam.DEFAULT,
                new Schedule.Constant(1e-3, 0),
                1.0,
                1,
                2,
                0.0,
                0,
                0,
                0);
        List<RgbImage> drawn = trainAndDraw(folder.resolve("images"), folder.resolve("run"), training);

        assertThat(drawn).hasSize(2);
        assertThat(Arrays.copyOf(drawn.get(0).bytes(), 384)).containsOnly(0);
        assertThat(drawn.get(1).side()).isEqualTo(16);
    }
}
