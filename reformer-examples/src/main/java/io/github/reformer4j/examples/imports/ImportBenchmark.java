package io.github.reformer4j.examples.imports;

import io.github.reformer4j.examples.process.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes a model in the layout of the published enwik8 checkpoint, as safetensors and as PyTorch does, and imports each. */
public final class ImportBenchmark {

    private static final String SAFETENSORS = "model.safetensors";
    private static final String TO_PYTORCH =
            "import sys, torch, safetensors.torch; torch.save(safetensors.torch.load_file(sys.argv[1]), sys.argv[2])";

    private final ImportedLayout layout;
    private final int prompt;
    private final int tokens;

    private ImportBenchmark(ImportedLayout layout, int prompt, int tokens) {
        this.layout = layout;
        this.prompt = prompt;
        this.tokens = tokens;
    }

    /**
     * A benchmark.
     *
     * @param quick a tiny model, which only shows that everything runs
     */
    public static ImportBenchmark of(boolean quick) {
        return quick
                ? new ImportBenchmark(ImportedLayout.QUICK, 300, 8)
                : new ImportBenchmark(ImportedLayout.FULL, 1024, 64);
    }

    /**
     * Runs it.
     *
     * @param folder where the models are written
     * @param lines gets the table line by line
     * @param remarks gets sentences about what is done, and what is left out
     */
    public void run(Path folder, Consumer<String> lines, Consumer<String> remarks)
            throws IOException, InterruptedException {
        Path small = folder.resolve("small");
        Path safe = folder.resolve("safetensors");
        ImportedLayout.QUICK.write(small);
        long parameters = layout.write(safe);
        remarks.accept(String.format("%,d parameters are in %s", parameters, safe));
        lines.accept(ImportCost.head());
        long bytes = parameters * Float.BYTES;
        lines.accept(ImportCost.measure("safetensors", small, safe, bytes, prompt, tokens)
                .row());
        Path pytorch = folder.resolve("pytorch");
        if (writePyTorch(safe, pytorch, remarks)) {
            lines.accept(ImportCost.measure("PyTorch's zip", small, pytorch, bytes, prompt, tokens)
                    .row());
        }
    }

    private static boolean writePyTorch(Path from, Path to, Consumer<String> remarks)
            throws IOException, InterruptedException {
        Files.createDirectories(to);
        Files.copy(from.resolve("config.json"), to.resolve("config.json"));
        Python.Outcome outcome = Python.run(
                "-c",
                TO_PYTORCH,
                from.resolve(SAFETENSORS).toString(),
                to.resolve("pytorch_model.bin").toString());
        if (!outcome.done()) {
            remarks.accept("PyTorch's zip is left out: " + outcome.lastLine());
        }
        return outcome.done();
    }
}
