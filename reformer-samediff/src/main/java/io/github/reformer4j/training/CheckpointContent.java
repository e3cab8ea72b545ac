package io.github.reformer4j.training;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.checkpoint.TensorFile;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The files of a checkpoint: the model in the public format, and beside it the optimiser's memory and the progress. */
class CheckpointContent {

    private static final String OPTIMIZER = "optimizer.safetensors";

    private final Tokenizer tokenizer;
    private final String command;

    CheckpointContent(Tokenizer tokenizer, String command) {
        this.tokenizer = tokenizer;
        this.command = command;
    }

    /** Everything that a resumed run needs. */
    void write(Path folder, ReformerModel model, Optimizer optimizer, SavedProgress progress) throws IOException {
        writeModel(folder, model, progress);
        SafeTensors.write(folder.resolve(OPTIMIZER), optimizer.state(), Map.of(), Precision.AS_IS);
        progress.write(folder);
    }

    /** The model alone. */
    void writeModel(Path folder, ReformerModel model, SavedProgress progress) {
        Provenance provenance = Provenance.of(progress.seed(), progress.step(), progress.dataHash(), command);
        new Checkpoint(model.config(), tokenizer, provenance, model.weights()).save(folder, Precision.AS_IS);
    }

    /** Takes over what {@link #write} wrote. */
    static void read(Path folder, ReformerModel model, Optimizer optimizer) {
        Weights weights = model.weights();
        try (TensorFile saved = TensorFile.open(folder.resolve(Checkpoint.WEIGHTS));
                TensorFile memory = TensorFile.open(folder.resolve(OPTIMIZER))) {
            OptimizerState.requireNames(saved.names(), weights.all().keySet());
            OptimizerState.requireNames(memory.names(), optimizer.state().keySet());
            saved.forEach((name, array) -> OptimizerState.copy(name, array, weights.toChange(name)));
            memory.forEach((name, array) -> OptimizerState.copy(
                    name, array, Objects.requireNonNull(optimizer.state().get(name))));
        }
    }
}
