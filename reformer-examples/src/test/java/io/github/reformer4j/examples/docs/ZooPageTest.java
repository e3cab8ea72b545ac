package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Reformers;
import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.dl4j.ReformerZooModel;
import io.github.reformer4j.zoo.download.Sha256Hash;
import io.github.reformer4j.zoo.index.ZooIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The programs and the index of docs/zoo.md. */
class ZooPageTest {

    private static final Path PAGE = Pages.root().resolve("docs").resolve("zoo.md");
    private static final String NAME = "my-company/logs";

    @TempDir
    private Path folder;

    private static String load(String name) {
        String text;
        try (PretrainedModel model = Reformers.load(name)) {
            Sampling sampling = Sampling.random().withTemperature(0.8).withTopP(0.95);
            text = model.generate("public class ", GenerationConfig.of(sampling, 40, 1))
                    .text();
        }
        return text;
    }

    private static Zoo zoo(Path folder, Path index) {
        Zoo zoo = Zoo.builder()
                .cache(folder)
                .index(index) // further models; ours stay
                .offline(true) // no network
                .verifyHits(true) // hash what is in the cache before it is used
                .build();
        return zoo;
    }

    private static MultiLayerNetwork network(String name) {
        MultiLayerNetwork network = ReformerZooModel.of(name).initPretrained();
        return network;
    }

    @Test
    void theIndexOfThePageIsReadAndItsModelLoaded() throws IOException {
        Path file = folder.resolve("models").resolve("logs.safetensors");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (LanguageModel model = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            new Checkpoint(model.config(), new ByteTokenizer(2), Provenance.of(1, 0, "", ""), model.weights())
                    .save(file, Precision.HALF);
        }
        String shown = Pages.blocks(Pages.text(PAGE), "json").get(0);
        Path index = Files.writeString(folder.resolve("index.json"), shown);
        assertThat(ZooIndex.read(index).find(NAME).size()).isEqualTo(4_813_216);
        Files.writeString(
                index,
                shown.replace("4813216", Long.toString(Files.size(file)))
                        .replace("0123456789abcdef".repeat(4), Sha256Hash.of(file)));
        System.setProperty("reformer.index", index.toString());
        System.setProperty("reformer.cache", folder.resolve("cache").toString());

        assertThat(load(NAME)).isNotEmpty();
        assertThat(network(NAME).getnLayers()).isEqualTo(4);
        assertThat(zoo(folder.resolve("cache"), index).verify(NAME)).isEmpty();
    }

    @AfterEach
    void forget() {
        System.clearProperty("reformer.index");
        System.clearProperty("reformer.cache");
    }
}
