package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.examples.robustness.LongSequence;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One LSH layer over one very long sequence. */
@Command(
        name = "long",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Runs one LSH layer forward over one very long sequence and prints time and memory. Linux only.")
final class LongCommand implements Callable<Integer> {

    private static final double GIBI = 1 << 30;

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of the sequence.")
    private int length = 1 << 20;

    @Option(names = "--depth", paramLabel = "NUMBER", description = "Depth of the model, d_model.")
    private int depth = 256;

    @Option(names = "--heads", paramLabel = "NUMBER", description = "Heads; together they are as deep as the model.")
    private int heads = 4;

    @Option(names = "--chunk", paramLabel = "TOKENS", description = "Tokens of a chunk.")
    private int chunk = 64;

    @Option(names = "--rounds", paramLabel = "NUMBER", description = "Rounds of hashing.")
    private int rounds = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        LshAttentionConfig config = LshAttentionConfig.of(depth, heads, Math.max(1, depth / Math.max(1, heads)), chunk)
                .withRounds(rounds);
        LongSequence sequence = new LongSequence(config, length);
        spec.commandLine().getErr().println(Backend.start());
        LongSequence.Measured measured = sequence.run();
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d tokens, depth %d, %d heads, %d rounds: %.1f s forward, %.2f GiB in RAM at most, "
                                + "of them %.2f for the input%n",
                        length,
                        depth,
                        heads,
                        rounds,
                        measured.seconds(),
                        measured.highestBytes() / GIBI,
                        measured.inputBytes() / GIBI);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
