package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.GoldenOutput;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads every byte of models and compares with what the index, or the first download, says. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads and hashes every byte of a model, or of all that this machine has.")
final class ZooVerifyCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Of the model; default: all that are bundled or in the cache.")
    private @Nullable String name;

    @Option(names = "--golden", description = "Also have the model write its golden output, and compare.")
    private boolean golden;

    @Mixin
    private ZooOptions options = new ZooOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Zoo zoo = options.builder().offline(true).build();
        List<String> problems = new ArrayList<>();
        for (ModelEntry entry : chosen(zoo)) {
            List<String> found = problems(zoo, entry);
            problems.addAll(found);
            say(entry.id() + (found.isEmpty() ? " is sound" : " is not sound"));
        }
        require(
                problems.isEmpty(),
                "%s; fetch the model again with ./reformer zoo fetch --check NAME, or remove it with ./reformer zoo rm NAME",
                String.join(", ", problems));
        return 0;
    }

    private List<ModelEntry> chosen(Zoo zoo) {
        if (name != null) {
            return List.of(zoo.index().find(name));
        }
        List<ModelEntry> here = zoo.index().entries().stream()
                .filter(entry -> entry.isBundled() || !zoo.cached(entry).isAbsent())
                .toList();
        if (here.isEmpty()) {
            say("no model is bundled or in the cache");
        }
        return here;
    }

    private List<String> problems(Zoo zoo, ModelEntry entry) {
        List<String> problems = zoo.verify(entry.id().toString());
        GoldenOutput expected = entry.golden();
        if (!golden || expected == null || !problems.isEmpty()) {
            return problems;
        }
        try (PretrainedModel model = zoo.load(entry.id().toString())) {
            String written = model.goldenOutput(expected);
            return written.equals(expected.output())
                    ? List.of()
                    : List.of(entry.id() + " writes \"" + written + "\", not \"" + expected.output() + "\"");
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
