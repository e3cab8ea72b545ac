package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.examples.memory.ResidentMemory;
import io.github.reformer4j.examples.robustness.MemorySamples;
import io.github.reformer4j.examples.robustness.Soak;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Very many training steps and a very long text, which must not make the process grow. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a tiny model for many steps, has it write a long text, and watches the memory of the process.",
            "Exit code 1 where the last third has more than the middle third. Linux only; give it a heap that is in RAM",
            "from the start: REFORMER_JAVA_OPTS=\"-Xms512m -Xmx512m -XX:+AlwaysPreTouch\"."
        })
final class SoakCommand implements Callable<Integer> {

    private static final double MEBI = 1 << 20;

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Training steps.")
    private int steps = 10_000;

    @Option(names = "--tokens", paramLabel = "NUMBER", description = "Tokens of the text.")
    private int tokens = 20_000;

    @Option(
            names = "--allow",
            paramLabel = "MIB",
            description = "By how much the last third may be above the middle third, in MiB.")
    private double allow = 4.0;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        require(steps >= 3, "--steps must be at least 3, one for each third, got %d", steps);
        require(tokens >= 3, "--tokens must be at least 3, one for each third, got %d", tokens);
        ResidentMemory.requireLinux();
        spec.commandLine().getErr().println(Backend.start());
        try (Soak soak = new Soak()) {
            boolean flat = isFlat(steps, "training steps", soak.train(steps));
            boolean flatToo = isFlat(tokens, "generated tokens", soak.generate(tokens));
            return flat && flatToo ? 0 : 1;
        }
    }

    private boolean isFlat(int count, String what, MemorySamples samples) {
        boolean flat = samples.growth() <= allow * MEBI;
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d %s: %.1f, %.1f, %.1f MiB in RAM in the three thirds, growth %.2f MiB: %s%n",
                        count,
                        what,
                        samples.ofThird(0) / MEBI,
                        samples.ofThird(1) / MEBI,
                        samples.ofThird(2) / MEBI,
                        samples.growth() / MEBI,
                        flat ? "flat" : "it grows");
        spec.commandLine().getOut().flush();
        return flat;
    }
}
