package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.examples.revnet.ConvRevNet;
import io.github.reformer4j.examples.revnet.DrawnShapes;
import io.github.reformer4j.examples.revnet.GradientAgreement;
import io.github.reformer4j.examples.revnet.ImageClassifier;
import io.github.reformer4j.examples.revnet.LabelledImages;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a small convolutional RevNet on drawn shapes. */
@Command(
        name = "revnet",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a small convolutional RevNet to tell drawn shapes apart, then compares",
            "the gradients of its modes REVERSIBLE and STORE."
        })
final class RevNetCommand implements Callable<Integer> {

    private static final int CHANNELS = 16;
    private static final int HELD_OUT = 512;

    @Option(names = "--steps", description = "Steps of Adam.")
    private int steps = 300;

    @Option(names = "--batch", description = "Images of a step.")
    private int batch = 32;

    @Option(names = "--layers", description = "Reversible layers of each of the two stages.")
    private int layers = 2;

    @Option(names = "--rate", description = "Learning rate at its highest; it falls along half a cosine to 0.")
    private double rate = 5e-3;

    @Option(names = "--memory", description = "What a step keeps of the layers: ${COMPLETION-CANDIDATES}.")
    private MemoryMode memory = MemoryMode.REVERSIBLE;

    @Option(names = "--seed", description = "Seed of images and weights.")
    private long seed = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        require(steps > 0, "--steps must be positive, got %d", steps);
        require(batch > 0, "--batch must be positive, got %d", batch);
        spec.commandLine().getErr().println(Backend.start());
        try (ImageClassifier classifier = new ImageClassifier(network(memory), DataType.FLOAT, seed)) {
            train(classifier);
            compareGradients(classifier);
        }
        return 0;
    }

    private Block network(MemoryMode mode) {
        return ConvRevNet.of(layers, CHANNELS, DrawnShapes.CLASSES.size(), mode);
    }

    private void train(ImageClassifier classifier) {
        int every = Math.max(1, steps / 3);
        try (LabelledImages heldOut = DrawnShapes.draw(seed + 1, 0, HELD_OUT)) {
            for (int step = 0; step < steps; step++) {
                double falling = 0.5 * rate * (1.0 + Math.cos(Math.PI * step / steps));
                double loss;
                try (LabelledImages images = DrawnShapes.draw(seed, step * batch, batch)) {
                    loss = classifier.train(images, falling);
                }
                if ((step + 1) % every == 0 || step + 1 == steps) {
                    say(
                            "step %4d   loss %.3f   %.1f %% of %,d held-out images right%n",
                            step + 1, loss, 100.0 * classifier.accuracy(heldOut), HELD_OUT);
                }
            }
        }
    }

    private void compareGradients(ImageClassifier classifier) {
        try (LabelledImages images = DrawnShapes.draw(seed + 1, 0, batch)) {
            say(
                    "gradients, REVERSIBLE against STORE: greatest difference %.1e of the greatest (float32)%n",
                    GradientAgreement.greatestDifference(
                            network(MemoryMode.REVERSIBLE), network(MemoryMode.STORE), classifier.weights(), images));
        }
    }

    @FormatMethod
    private void say(@FormatString String format, Object... arguments) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format, arguments);
        out.flush();
    }
}
