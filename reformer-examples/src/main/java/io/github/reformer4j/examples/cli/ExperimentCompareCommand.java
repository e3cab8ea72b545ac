package io.github.reformer4j.examples.cli;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.examples.bench.Table;
import io.github.reformer4j.examples.experiment.Comparison;
import io.github.reformer4j.examples.experiment.Question;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Variants of one model, trained side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains variants of a model on the same batches of text and compares their held-out loss: shared-qk,",
            "reversible, rounds or depth (figures 3 to 5 of the paper). The same command goes on where an earlier",
            "run with the same --out was stopped."
        })
final class ExperimentCompareCommand implements Callable<Integer> {

    /** {@code shared-qk} as well as {@code SHARED_QK}. */
    static final class QuestionName implements ITypeConverter<Question> {
        @Override
        public Question convert(String value) {
            for (Question question : Question.values()) {
                if (question.name().replace('_', '-').equalsIgnoreCase(value.replace('_', '-'))) {
                    return question;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + value + "' is no comparison; there are shared-qk, reversible, rounds, depth");
        }
    }

    @Parameters(
            paramLabel = "COMPARISON",
            converter = QuestionName.class,
            description = "shared-qk, reversible, rounds or depth.")
    private Question question = Question.ROUNDS;

    @Option(
            names = "--values",
            paramLabel = "VALUE",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "What to compare: numbers of rounds or exact, numbers of layers. Default: "
                    + "1,2,4,8,exact of rounds, 1,2,4,8 of depth, both kinds of the others.")
    private List<String> values = List.of();

    @Mixin
    private TextOptions text = new TextOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--length", paramLabel = "TOKENS", description = "Bytes of a sequence.")
    private int length = 1024;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "The model that is varied: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Presets.class)
    private String preset = "mini";

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            showDefaultValue = Visibility.NEVER,
            description = "Where trainings, results.csv and curves.png go. Default: runs/COMPARISON.")
    private @Nullable Path out;

    @ParentCommand
    private ExperimentCommand experiment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ReformerConfig base = options.changed(NamedConfigurations.byName(preset));
        TrainerConfig training = options.trainer(base, length);
        ByteTokenizer tokenizer = new ByteTokenizer(2);
        List<Question.Variant> variants = question.variants(base, values.isEmpty() ? question.usual() : values);
        Corpus corpus = text.corpus();
        LanguageData data = TextOptions.tokens(corpus, tokenizer);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        Path folder = out == null
                ? Path.of(
                        "runs",
                        question.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                : out;
        ShownTrainings trainings = experiment.trainings(Material.TEXT, training, tokenizer, folder, spec);
        Optional<Table> table = new Comparison(question, variants, data, training.seed(), folder).run(trainings);
        if (table.isEmpty()) {
            return Reformer.INTERRUPTED;
        }
        PrintWriter shown = spec.commandLine().getOut();
        shown.print(table.get().markdown());
        shown.flush();
        err.printf("results.csv and curves.png in %s%n", folder);
        return 0;
    }
}
