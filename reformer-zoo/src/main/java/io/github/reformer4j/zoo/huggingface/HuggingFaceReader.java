package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.ModelReader;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;

/** Language models of transformers, as their authors publish them: {@code config.json}, weights, tokenizer. */
public final class HuggingFaceReader implements ModelReader {

    @Override
    public String format() {
        return "huggingface";
    }

    @Override
    public Checkpoint read(ModelEntry entry, Path folder) {
        ReformerConfig config = HuggingFace.config(folder, Task.LANGUAGE_MODEL);
        Tokenizer tokenizer = HuggingFace.tokenizer(folder, config)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "%s has no tokenizer that is read among %s; add its spiece.model to the index",
                        entry.id(),
                        entry.files().stream().map(file -> file.name()).toList())));
        return new Checkpoint(
                config,
                tokenizer,
                Provenance.of(0, 0, "", entry.command()),
                HuggingFace.languageModel(folder, DataType.FLOAT).weights());
    }
}
