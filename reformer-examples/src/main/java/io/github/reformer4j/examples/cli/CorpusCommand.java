package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.corpus.PublicCorpus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches enwik8. */
@Command(
        name = "corpus",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Fetches enwik8, 100 million bytes of the English Wikipedia (36 MB to fetch; its text is under CC BY-SA",
            "and GFDL), checks it and prints its path. Interrupted, it goes on where it was."
        })
final class CorpusCommand implements Callable<Integer> {

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where it goes.")
    private Path folder = Path.of("data");

    @Option(
            names = "--from",
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "Another place to have enwik8.zip from: https:, http: or file:.")
    private @Nullable URI from;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PublicCorpus corpus = from == null ? PublicCorpus.ENWIK8 : PublicCorpus.ENWIK8.from(from);
        try (FetchDisplay display = new FetchDisplay(spec.commandLine().getErr())) {
            spec.commandLine().getOut().println(corpus.fetch(folder, display));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
