package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.data.JavaSources;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.data.TextFiles;
import io.github.reformer4j.data.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which text to read. */
final class TextOptions {

    static final String CORPUS = "reformer.corpus";

    @Option(
            names = "--text",
            paramLabel = "PATH",
            showDefaultValue = Visibility.NEVER,
            description = "Text file or folder; may be given several times. "
                    + "Default: Java sources of ND4J and Deeplearning4j, fetched by the build.")
    private List<Path> text = List.of();

    /** The text, split into a part to train on and a part that is never trained on. */
    Corpus corpus() {
        if (!text.isEmpty()) {
            return TextFiles.read(text);
        }
        String folder = System.getProperty(CORPUS);
        require(
                folder != null,
                "there is no default text: start with ./reformer, which sets -D%s, or give --text",
                CORPUS);
        return JavaSources.read(List.of(Path.of(Objects.requireNonNull(folder))));
    }

    /** The text as tokens. */
    static LanguageData tokens(Corpus corpus, @Nullable Tokenizer tokenizer) {
        return LanguageData.of(corpus, tokenizer == null ? new ByteTokenizer(2) : tokenizer);
    }
}
