package io.github.reformer4j.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Pretrained models: which there are, and what this machine has of them. */
@Command(
        name = "zoo",
        mixinStandardHelpOptions = true,
        description = "Pretrained models: lists, fetches, checks, removes, packs, imports and exports them.",
        subcommands = {
            ZooListCommand.class,
            ZooInfoCommand.class,
            ZooFetchCommand.class,
            ZooVerifyCommand.class,
            ZooRemoveCommand.class,
            ZooPackCommand.class,
            ZooImportCommand.class,
            ZooExportCommand.class,
            ZooCompareCommand.class,
            ZooBenchImportCommand.class
        })
final class ZooCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
