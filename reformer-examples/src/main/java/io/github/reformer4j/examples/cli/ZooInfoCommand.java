package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.GoldenOutput;
import io.github.reformer4j.zoo.index.ModelEntry;
import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything that the index knows of a model. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints what is known of a model: files and hashes, licence, training, measurements.")
final class ZooInfoCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Of the model; NAME@VERSION for another than the newest.")
    private String name = "";

    @Mixin
    private ZooOptions options = new ZooOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Zoo zoo = options.zoo();
        ModelEntry entry = zoo.index().find(name);
        line("name", entry.id().name());
        line("version", entry.id().version());
        line("what", entry.description());
        line("format", entry.format());
        line("state", ZooOptions.state(zoo, entry));
        line("folder", zoo.cached(entry).folder());
        line("licence", entry.licence() + (entry.licence().mustBeAccepted() ? ", which must be accepted" : ""));
        line("trained on", entry.data());
        line("command", entry.command().isEmpty() ? "not known" : entry.command());
        entry.metrics().forEach((what, value) -> line("measured", what + ": " + value));
        line("configuration", told(entry.configuration()));
        line("tokenizer", told(entry.tokenizer()));
        golden(entry.golden());
        entry.files().forEach(this::file);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String told(@Nullable String json) {
        return json == null ? "in its files" : json;
    }

    private void golden(@Nullable GoldenOutput golden) {
        if (golden != null) {
            line("golden", String.format("\"%s\" goes on as \"%s\"", golden.prompt(), golden.output()));
        }
    }

    private void file(ModelFile file) {
        line("file", file.name() + ", " + ZooOptions.size(file.size()));
        String hash = file.sha256();
        line("  sha256", hash == null ? "not known; the first download records it, and is trusted" : hash);
        file.sources().forEach(source -> line("  from", source));
    }

    private void line(String what, Object value) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-14s %s%n", what, value);
    }
}
