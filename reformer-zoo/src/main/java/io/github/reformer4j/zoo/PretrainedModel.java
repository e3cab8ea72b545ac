package io.github.reformer4j.zoo;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.Continuation;
import io.github.reformer4j.generation.Generated;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.index.GoldenOutput;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.util.function.Consumer;

/** A model of the zoo, ready for use. Whoever has it closes it, which frees its weights. */
public final class PretrainedModel implements AutoCloseable {

    private final ModelEntry entry;
    private final Tokenizer tokenizer;
    private final Provenance provenance;
    private final LanguageModel model;

    /**
     * A model with what belongs to it.
     *
     * @param checkpoint whose weights belong to this object from now on
     */
    PretrainedModel(ModelEntry entry, Checkpoint checkpoint) {
        this.entry = entry;
        tokenizer = checkpoint.tokenizer();
        provenance = checkpoint.provenance();
        model = new LanguageModel(checkpoint.config(), checkpoint.weights());
    }

    /** Throws a sentence where the tokenizer makes ids that the model does not have. */
    static void requireVocabulary(ModelEntry entry, Checkpoint checkpoint) {
        require(
                checkpoint.tokenizer().vocabularySize() <= checkpoint.config().vocabularySize(),
                "the tokenizer of %s has %d ids and the model has %d; they do not belong together, so fetch the model again "
                        + "or correct the index",
                entry.id(),
                checkpoint.tokenizer().vocabularySize(),
                checkpoint.config().vocabularySize());
    }

    /** What the index knows of it. */
    public ModelEntry entry() {
        return entry;
    }

    /** Text to tokens and back, as in its training. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Where its weights come from. */
    public Provenance provenance() {
        return provenance;
    }

    /** The model itself, in single precision. */
    public LanguageModel model() {
        return model;
    }

    /** Continues a prompt. */
    public Generated generate(String prompt, GenerationConfig config) {
        return generate(prompt, config, piece -> {});
    }

    /** Continues a prompt, and hands the text on piece by piece. */
    public Generated generate(String prompt, GenerationConfig config, Consumer<String> stream) {
        return new Continuation(model, tokenizer).generate(prompt, config, stream);
    }

    /** What it writes after the golden prompt of its entry; if all is well, the output that the entry records. */
    public String goldenOutput(GoldenOutput golden) {
        return GoldenWriting.of(model, tokenizer, golden.prompt(), golden.tokens(), golden.seed());
    }

    /** Frees the weights. */
    @Override
    public void close() {
        model.close();
    }
}
