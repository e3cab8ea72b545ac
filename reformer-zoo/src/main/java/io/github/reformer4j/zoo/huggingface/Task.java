package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.MaskedLanguageModel;
import io.github.reformer4j.model.QuestionAnswerer;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.model.SequenceClassifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a model is for; decides its head. */
public enum Task {
    /** The next token: {@code ReformerModelWithLMHead}. */
    LANGUAGE_MODEL("ReformerModelWithLMHead", LanguageModel.class),
    /** The masked tokens: {@code ReformerForMaskedLM}. */
    MASKED_LANGUAGE_MODEL("ReformerForMaskedLM", MaskedLanguageModel.class),
    /** A class for the sequence: {@code ReformerForSequenceClassification}. */
    SEQUENCE_CLASSIFICATION("ReformerForSequenceClassification", SequenceClassifier.class),
    /** Begin and end of an answer: {@code ReformerForQuestionAnswering}. */
    QUESTION_ANSWERING("ReformerForQuestionAnswering", QuestionAnswerer.class);

    private final String architecture;
    private final Class<? extends ReformerModel> kind;

    Task(String architecture, Class<? extends ReformerModel> kind) {
        this.architecture = architecture;
        this.kind = kind;
    }

    /** The class in transformers. */
    public String architecture() {
        return architecture;
    }

    /** Names and shapes of the weights of such a model. */
    public List<ParameterSpec> parameters(ReformerConfig config) {
        return switch (this) {
            case LANGUAGE_MODEL -> LanguageModel.parametersOf(config);
            case MASKED_LANGUAGE_MODEL -> MaskedLanguageModel.parametersOf(config);
            case SEQUENCE_CLASSIFICATION -> SequenceClassifier.parametersOf(config);
            case QUESTION_ANSWERING -> QuestionAnswerer.parametersOf(config);
        };
    }

    /** A model over weights that belong to it from now on. */
    public ReformerModel model(ReformerConfig config, Weights weights) {
        return switch (this) {
            case LANGUAGE_MODEL -> new LanguageModel(config, weights);
            case MASKED_LANGUAGE_MODEL -> new MaskedLanguageModel(config, weights);
            case SEQUENCE_CLASSIFICATION -> new SequenceClassifier(config, weights);
            case QUESTION_ANSWERING -> new QuestionAnswerer(config, weights);
        };
    }

    static Optional<Task> ofArchitecture(String name) {
        return Arrays.stream(values())
                .filter(task -> task.architecture.equals(name))
                .findFirst();
    }

    static Optional<Task> of(ReformerModel model) {
        return Arrays.stream(values())
                .filter(task -> task.kind.isInstance(model))
                .findFirst();
    }

    static List<String> architectures() {
        return Arrays.stream(values()).map(Task::architecture).toList();
    }
}
