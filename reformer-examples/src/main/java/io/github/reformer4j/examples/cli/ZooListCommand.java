package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A line for each model. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists all models: name and version, size, what this machine has of it, and what it is.")
final class ZooListCommand implements Callable<Integer> {

    @Mixin
    private ZooOptions options = new ZooOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Zoo zoo = options.zoo();
        List<ModelEntry> entries = zoo.index().entries();
        int width = entries.stream()
                .mapToInt(entry -> entry.id().toString().length())
                .max()
                .orElse(0);
        PrintWriter out = spec.commandLine().getOut();
        for (ModelEntry entry : entries) {
            out.printf(
                    Locale.ROOT,
                    "%-" + width + "s  %9s  %-12s  %s%n",
                    entry.id(),
                    ZooOptions.size(entry.size()),
                    ZooOptions.state(zoo, entry),
                    entry.description());
        }
        out.flush();
        return 0;
    }
}
