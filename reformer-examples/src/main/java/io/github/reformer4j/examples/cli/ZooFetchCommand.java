package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.Zoo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a model into the cache. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings a model into the cache, unless it is there, and prints its folder.")
final class ZooFetchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Of the model; NAME@VERSION for another than the newest.")
    private String name = "";

    @Mixin
    private ZooOptions options = new ZooOptions();

    @Option(names = "--offline", description = "Use no network; also -Dreformer.offline=true or REFORMER_OFFLINE=1.")
    private boolean offline;

    @Option(names = "--accept-licence", description = "I have read the licence of this model and accept it.")
    private boolean acceptLicence;

    @Option(names = "--check", description = "If it is there, read and hash every byte of it.")
    private boolean check;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path folder = fetch();
        spec.commandLine().getOut().println(folder);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Path fetch() {
        try (FetchDisplay display = new FetchDisplay(spec.commandLine().getErr())) {
            Zoo zoo = (offline ? options.builder().offline(true) : options.builder())
                    .acceptLicence(acceptLicence)
                    .verifyHits(check)
                    .listener(display)
                    .build();
            return zoo.fetch(name);
        }
    }
}
