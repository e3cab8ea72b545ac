package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes a model from the cache. */
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Deletes a model from the cache.")
final class ZooRemoveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Of the model; NAME@VERSION for another than the newest.")
    private String name = "";

    @Mixin
    private ZooOptions options = new ZooOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Zoo zoo = options.zoo();
        ModelEntry entry = zoo.index().find(name);
        long freed = zoo.remove(entry.id().toString());
        require(
                freed > 0,
                "%s is not in the cache at %s; ./reformer zoo list says what is there",
                entry.id(),
                zoo.cached(entry).folder());
        spec.commandLine().getOut().println(entry.id() + " removed, " + ZooOptions.size(freed) + " freed");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
