package io.github.reformer4j.examples.cli;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Parameters of a model and the memory of a training step. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Prints the parameters of a configuration and the memory that a training step takes.")
final class SummaryCommand implements Callable<Integer> {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Configuration by name: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Presets.class)
    private String preset = "mini";

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a sequence.")
    private int length = 2048;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Sequences of a batch.")
    private int batch = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ReformerConfig config = NamedConfigurations.byName(preset);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s%n%s",
                        preset,
                        LanguageModel.parametersOf(config).size() + " " + batch + length);
        return 0;
    }
}
