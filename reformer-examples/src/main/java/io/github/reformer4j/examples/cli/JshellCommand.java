package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.notebook.InteractiveShell;
import io.github.reformer4j.examples.notebook.JupyterNotebook;
import io.github.reformer4j.examples.notebook.Notebook;
import io.github.reformer4j.examples.notebook.NotebookFolder;
import io.github.reformer4j.examples.notebook.ScriptFailure;
import io.github.reformer4j.examples.notebook.ScriptRun;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scripts of jshell, or jshell itself, and writes the scripts as notebooks of Jupyter. */
@Command(
        name = "jshell",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs scripts of jshell that read as notebooks, and ends with code 1 where one fails; without a script it is an "
                    + "interactive jshell that has the library on its class path and its packages imported.",
            "docs/notebooks.md says what the scripts show."
        })
final class JshellCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "SCRIPT",
            description = "Number (03), name (03-reversible-block) or path of a script; several run one after another.")
    private List<String> scripts = List.of();

    @Option(names = "--list", description = "Lists the scripts.")
    private boolean list;

    @Option(
            names = "--notebooks",
            paramLabel = "FOLDER",
            description = "Writes the scripts (all, if none is named) into this folder as notebooks of Jupyter.")
    private @Nullable Path notebooks;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        NotebookFolder folder = NotebookFolder.standard();
        List<Notebook> named = new ArrayList<>();
        for (String script : scripts) {
            named.add(folder.find(script));
        }
        if (list) {
            return show(folder.all());
        }
        if (notebooks != null) {
            return write(named.isEmpty() ? folder.all() : named, notebooks);
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        err.flush();
        return named.isEmpty() ? InteractiveShell.start(folder.imports(), System.in, System.out) : run(named, err);
    }

    private int show(List<Notebook> all) {
        PrintWriter out = spec.commandLine().getOut();
        all.forEach(notebook -> out.printf("%-24s %s%n", notebook.name(), notebook.title()));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int run(List<Notebook> named, PrintWriter err) {
        for (Notebook notebook : named) {
            if (named.size() > 1) {
                err.println(notebook.name() + ": " + notebook.title());
                err.flush();
            }
            try {
                ScriptRun.of(notebook);
            } catch (ScriptFailure failure) {
                err.println(spec.commandLine().getColorScheme().errorText(failure.getMessage()));
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private int write(List<Notebook> named, Path folder) throws IOException {
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
        Files.createDirectories(folder);
        for (Notebook notebook : named) {
            Path file = folder.resolve(notebook.name() + ".ipynb");
            Path beside = folder.resolve(notebook.name() + ".ipynb.part");
            Files.writeString(beside, JupyterNotebook.json(notebook, classPath));
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d notebooks in %s%n", named.size(), folder);
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
