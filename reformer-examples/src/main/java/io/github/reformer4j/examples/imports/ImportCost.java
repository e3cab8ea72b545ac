package io.github.reformer4j.examples.imports;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.examples.process.Ended;
import io.github.reformer4j.examples.process.JvmCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an import cost in a process of its own, which has the flags of this one.
 *
 * @param container what the weights came from
 * @param seconds from the start of the import to the model
 * @param before bytes in RAM before, of a JVM with ND4J that has imported a small model
 * @param highest the most bytes in RAM during the import
 * @param weights bytes of the weights in memory
 * @param tokensPerSecond of generation with the model
 */
record ImportCost(String container, double seconds, long before, long highest, long weights, double tokensPerSecond) {

    /** What the process prints before its numbers. */
    static final String RESULT = "import ";

    private static final double MEBI = 1 << 20;

    /** Imports in a process. */
    static ImportCost measure(String container, Path small, Path folder, long weights, int prompt, int tokens)
            throws IOException, InterruptedException {
        List<String> command = JvmCommand.java();
        command.addAll(JvmCommand.main(ImportRun.class));
        command.addAll(List.of(small.toString(), folder.toString(), String.valueOf(prompt), String.valueOf(tokens)));
        Ended process = Ended.of(new ProcessBuilder(command));
        String output = process.output();
        requireState(
                process.code() == 0 && output.contains(RESULT),
                "the process that imports ended with code %d and printed: %s",
                process.code(),
                output);
        String[] numbers = output.substring(output.lastIndexOf(RESULT) + RESULT.length())
                .strip()
                .split(" ", -1);
        return new ImportCost(
                container,
                Double.parseDouble(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                weights,
                Double.parseDouble(numbers[3]));
    }

    static String head() {
        return "| container | seconds | weights MiB | RAM before MiB | RAM at most MiB | taken / weights | all / weights "
                + "| tokens / s |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
    }

    /** A row of the table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.1f |",
                container,
                seconds,
                weights / MEBI,
                before / MEBI,
                highest / MEBI,
                (highest - before) / (double) weights,
                highest / (double) weights,
                tokensPerSecond);
    }
}
