package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.zoo.huggingface.HuggingFace;
import io.github.reformer4j.zoo.huggingface.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a checkpoint of ours from a model of transformers. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes a checkpoint from a model of Hugging Face's transformers: config.json, weights, tokenizer.")
final class ZooImportCommand implements Callable<Integer> {

    @Option(names = "--from", required = true, paramLabel = "FOLDER", description = "The model of transformers.")
    private Path from = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description = "Where the checkpoint goes: a new or empty folder, or a new .safetensors file.")
    private Path to = Path.of("");

    @Option(
            names = "--precision",
            description = "How weights are written: ${COMPLETION-CANDIDATES}. SINGLE unless given.")
    private Precision precision = Precision.SINGLE;

    @Option(
            names = "--byte-offset",
            paramLabel = "NUMBER",
            description = "The model reads bytes, and this is the id of byte 0; for folders without a tokenizer.")
    private @Nullable Integer byteOffset;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        NewPlace.require("--to", to);
        Task task = HuggingFace.task(from);
        ReformerConfig config = HuggingFace.config(from, task);
        Tokenizer tokenizer = tokenizer(config);
        spec.commandLine().getErr().println(Backend.start());
        long began = System.nanoTime();
        try (ReformerModel model = HuggingFace.model(from, task, DataType.FLOAT)) {
            Provenance provenance = Provenance.of(0, 0, "", "./reformer zoo import --from " + from);
            new Checkpoint(config, tokenizer, provenance, model.weights()).save(to, precision);
        }
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%s imported in %.1f s, %sto %s%n",
                        task.architecture(),
                        (System.nanoTime() - began) * 1e-9,
                        MachineMemory.taken(),
                        to);
        return 0;
    }

    private Tokenizer tokenizer(ReformerConfig config) {
        if (byteOffset != null) {
            Tokenizer bytes = new ByteTokenizer(byteOffset);
            require(
                    bytes.vocabularySize() <= config.vocabularySize(),
                    "--byte-offset %d makes %d ids, but the model has %d; lower it",
                    byteOffset,
                    bytes.vocabularySize(),
                    config.vocabularySize());
            return bytes;
        }
        return HuggingFace.tokenizer(from, config)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "%s holds no tokenizer that is read; put the spiece.model of the model there, or give --byte-offset "
                                + "if it reads bytes",
                        from)));
    }
}
