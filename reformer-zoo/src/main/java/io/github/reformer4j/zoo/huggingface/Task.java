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
import java.util.function.BiFunction;
import java.util.function.Function;

/** What a model is for; decides its head. */
// Its functions are references to methods and constructors, which have no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum Task {
    /** The next token: {@code ReformerModelWithLMHead}. */
    LANGUAGE_MODEL("ReformerModelWithLMHead", LanguageModel.class, LanguageModel::parametersOf, LanguageModel::new),
    /** The masked tokens: {@code ReformerForMaskedLM}. */
    MASKED_LANGUAGE_MODEL(
            "ReformerForMaskedLM",
            MaskedLanguageModel.class,
            MaskedLanguageModel::parametersOf,
            MaskedLanguageModel::new),
    /** A class for the sequence: {@code ReformerForSequenceClassification}. */
    SEQUENCE_CLASSIFICATION(
            "ReformerForSequenceClassification",
            SequenceClassifier.class,
            SequenceClassifier::parametersOf,
            SequenceClassifier::new),
    /** Begin and end of an answer: {@code ReformerForQuestionAnswering}. */
    QUESTION_ANSWERING(
            "ReformerForQuestionAnswering",
            QuestionAnswerer.class,
            QuestionAnswerer::parametersOf,
            QuestionAnswerer::new);

    private final String architecture;
    private final Class<? extends ReformerModel> kind;
    private final Function<ReformerConfig, List<ParameterSpec>> parameters;
    private final BiFunction<ReformerConfig, Weights, ReformerModel> model;

    Task(
            String architecture,
            Class<? extends ReformerModel> kind,
            Function<ReformerConfig, List<ParameterSpec>> parameters,
            BiFunction<ReformerConfig, Weights, ReformerModel> model) {
        this.architecture = architecture;
        this.kind = kind;
        this.parameters = parameters;
        this.model = model;
    }

    /** The class in transformers. */
    public String architecture() {
        return architecture;
    }

    /** Names and shapes of the weights of such a model. */
    public List<ParameterSpec> parameters(ReformerConfig config) {
        return parameters.apply(config);
    }

    /** A model over weights that belong to it from now on. */
    ReformerModel model(ReformerConfig config, Weights weights) {
        return model.apply(config, weights);
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
