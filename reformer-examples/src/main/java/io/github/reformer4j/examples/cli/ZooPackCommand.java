package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.GoldenWriting;
import io.github.reformer4j.zoo.download.Sha256Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes of a trained model an index of one entry, and the file that it describes. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Packs a trained model: its weights in one file, and an index with its size, hash, configuration, the command",
            "that trained it, and what it writes after a prompt."
        })
final class ZooPackCommand implements Callable<Integer> {

    private static final int SEED = 1;

    @Mixin
    private ModelOptions model = new ModelOptions("runs/default");

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of the model in the index.")
    private String name = "";

    @Option(names = "--model-version", paramLabel = "NUMBER", description = "Of the model in the index.")
    private int version = 1;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where model.safetensors and index.json go.")
    private @Nullable Path folder;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Of the weights in the file: ${COMPLETION-CANDIDATES}.")
    private Precision precision = Precision.HALF;

    @Option(names = "--description", paramLabel = "TEXT", description = "A sentence on the model.")
    private String description = "A model of your own.";

    @Option(names = "--licence", paramLabel = "NAME", description = "Of the weights.")
    private String licence = "not stated";

    @Option(names = "--data", paramLabel = "TEXT", description = "What the model was trained on.")
    private String data = "not stated";

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "What the golden output continues; of a model of images CLASS:BYTES, the bytes in hexadecimal "
                            + "digits.")
    private String prompt = "public ";

    @Option(names = "--tokens", paramLabel = "NUMBER", description = "Tokens of the golden output, each the likeliest.")
    private int tokens = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(version > 0, "--model-version must be positive, got %d", version);
        Path to = Objects.requireNonNull(folder);
        Files.createDirectories(to);
        Path file = to.resolve(Checkpoint.WEIGHTS);
        Checkpoint trained = model.load(spec.commandLine().getErr());
        trained.save(file, precision);
        trained.weights().close();
        // What is written is read again: the golden output is that of the rounded weights.
        Path index = to.resolve("index.json");
        AtomicFile.writeText(index, index(Checkpoint.load(file, LanguageModel::parametersOf), file));
        spec.commandLine()
                .getOut()
                .println(file + ", " + ZooOptions.size(Files.size(file)) + ", described by " + index);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String index(Checkpoint packed, Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode index = mapper.createObjectNode();
        index.put("format", "reformer4j-index").put("version", 1);
        ObjectNode entry = index.putArray("models").addObject();
        entry.put("name", name)
                .put("version", version)
                .put("format", "reformer")
                .put("description", description);
        entry.set("configuration", mapper.readTree(packed.config().toJson()));
        entry.set("tokenizer", mapper.readTree(packed.tokenizer().toJson()));
        entry.putArray("files").add(file(mapper, file));
        entry.putObject("licence").put("name", licence);
        entry.put("data", data).put("command", packed.provenance().command());
        entry.set("golden", golden(mapper, packed));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(index) + "\n";
    }

    private static ObjectNode file(ObjectMapper mapper, Path file) throws IOException {
        ObjectNode described = mapper.createObjectNode();
        described.put("name", Checkpoint.WEIGHTS).put("size", Files.size(file)).put("sha256", Sha256Hash.of(file));
        described.putArray("urls").add(Checkpoint.WEIGHTS);
        return described;
    }

    private ObjectNode golden(ObjectMapper mapper, Checkpoint packed) {
        try (LanguageModel language = new LanguageModel(packed.config(), packed.weights())) {
            String written = GoldenWriting.of(language, packed.tokenizer(), prompt, tokens, SEED);
            ObjectNode golden = mapper.createObjectNode();
            return golden.put("prompt", prompt)
                    .put("tokens", tokens)
                    .put("seed", SEED)
                    .put("output", written);
        }
    }
}
