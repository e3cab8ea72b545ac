package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Trains networks on the same examples of a task, and judges them by others. */
final class Trial {

    private static final int HELD_OUT_BATCHES = 16;

    private final Task task;
    private final Settings settings;
    private final Consumer<String> shown;

    Trial(Task task, Settings settings, Consumer<String> shown) {
        this.task = task;
        this.settings = settings;
        this.shown = shown;
    }

    /** Says a line about a fresh network that it has trained. */
    void run(String name, MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        run(name, network);
    }

    /** Says a line about a network that it has trained. */
    <T extends Model & NeuralNetwork> void run(String name, T network) {
        long start = System.nanoTime();
        for (int step = 0; step < settings.steps(); step++) {
            DataSet examples = task.draw(settings.seed(), (long) step * settings.batch(), settings.batch());
            network.fit(examples);
            close(examples);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        shown.accept(String.format(
                Locale.ROOT,
                "%-34s %s   %,7d parameters   %.3f s a step",
                name,
                judge(network),
                network.numParams(),
                seconds / settings.steps()));
    }

    private String judge(NeuralNetwork network) {
        long seed = CounterRandom.derive(settings.seed(), "held out");
        return task.judge(
                network,
                new ExistingDataSetIterator(IntStream.range(0, HELD_OUT_BATCHES)
                        .mapToObj(i -> task.draw(seed, (long) i * settings.batch(), settings.batch()))
                        .toList()));
    }

    /** Frees a batch, which the collector would leave for long. */
    private static void close(DataSet examples) {
        for (INDArray array : new INDArray[] {
            examples.getFeatures(), examples.getLabels(), examples.getFeaturesMaskArray(), examples.getLabelsMaskArray()
        }) {
            if (array != null && array.closeable()) {
                array.close();
            }
        }
    }
}
