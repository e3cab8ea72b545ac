package io.github.reformer4j.examples.notebook;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script snippet by snippet in this JVM and this thread, and stops at the first that fails. jshell itself goes on
 * behind a failure, ends well whatever happened, and starts a second JVM, in which the backend would start anew.
 */
public final class ScriptRun implements AutoCloseable {

    /** One that has the class path of this JVM and no thread of its own. */
    private static final class InThisThread implements ExecutionControlProvider {

        @Override
        public String name() {
            return "this thread";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return new DirectExecutionControl();
        }
    }

    private final Notebook notebook;
    private final JShell shell;
    private final Map<String, Integer> firstLines = new HashMap<>();

    private ScriptRun(Notebook notebook) {
        this.notebook = notebook;
        shell = JShell.builder()
                .executionEngine(new InThisThread(), Map.of())
                .compilerOptions("-classpath", System.getProperty("java.class.path"))
                .build();
    }

    /**
     * Runs a script.
     *
     * @throws ScriptFailure where it does not compile or throws
     */
    public static void of(Notebook notebook) {
        try (ScriptRun run = new ScriptRun(notebook)) {
            run.all();
        }
    }

    private void all() {
        String rest = notebook.source();
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (next.completeness() == Completeness.EMPTY) {
                break;
            }
            int line = lineAt(notebook.source().length() - rest.length());
            if (next.source() == null || !next.completeness().isComplete()) {
                int blank = rest.length() - rest.stripLeading().length();
                throw failure(
                        lineAt(notebook.source().length() - rest.length() + blank),
                        "a snippet begins here that does not end",
                        null);
            }
            for (SnippetEvent event : shell.eval(next.source())) {
                firstLines.putIfAbsent(event.snippet().id(), line);
                check(event);
            }
            rest = next.remaining();
        }
        shell.snippets().forEach(this::requireResolved);
    }

    /** The line of the script at which the character number {@code index} stands. */
    private int lineAt(int index) {
        return 1
                + (int) notebook.source()
                        .substring(0, index)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private void check(SnippetEvent event) {
        if (event.exception() != null) {
            throw thrown(event.snippet(), event.exception());
        }
        if (event.status() == Snippet.Status.REJECTED) {
            Snippet snippet = event.snippet();
            List<Diag> problems =
                    shell.diagnostics(snippet).filter(Diag::isError).toList();
            long before = problems.isEmpty() ? 0 : Math.max(0, problems.get(0).getPosition());
            int lines = (int) snippet.source()
                    .substring(0, (int) Math.min(before, snippet.source().length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            throw failure(firstLine(snippet) + lines, "does not compile: " + words(problems), null);
        }
    }

    private static String words(List<Diag> problems) {
        return problems.stream()
                .map(problem -> problem.getMessage(Locale.ROOT)
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private ScriptFailure thrown(Snippet snippet, JShellException exception) {
        if (exception instanceof UnresolvedReferenceException unresolved) {
            return failure(firstLine(snippet), missing(unresolved.getSnippet()), exception);
        }
        String kind = exception instanceof EvalException thrown ? thrown.getExceptionClassName() : "exception";
        return failure(lineOf(snippet, exception), kind + ": " + exception.getMessage(), exception);
    }

    /** The line of the snippet that the stack trace names last, for what it calls stands above it. */
    private int lineOf(Snippet snippet, JShellException exception) {
        for (StackTraceElement frame : exception.getStackTrace()) {
            String file = frame.getFileName();
            if (file != null && file.startsWith("#") && firstLines.containsKey(file.substring(1))) {
                return Objects.requireNonNull(firstLines.get(file.substring(1)))
                        + Math.max(0, frame.getLineNumber() - 1);
            }
        }
        return firstLine(snippet);
    }

    private int firstLine(Snippet snippet) {
        return firstLines.getOrDefault(snippet.id(), 1);
    }

    private void requireResolved(Snippet snippet) {
        boolean waits = shell.status(snippet) == Snippet.Status.RECOVERABLE_DEFINED
                || shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED;
        if (waits && snippet instanceof DeclarationSnippet declaration) {
            throw failure(firstLine(snippet), missing(declaration), null);
        }
    }

    private String missing(DeclarationSnippet snippet) {
        return "does not compile: " + snippet.name() + " needs "
                + shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    }

    private ScriptFailure failure(int line, String what, @Nullable Throwable cause) {
        return new ScriptFailure(notebook.name() + ", line " + line + ": " + what, cause);
    }

    @Override
    public void close() {
        shell.close();
    }
}
