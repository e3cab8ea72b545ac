package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the process runs in which a training step of a network is measured: short sequences to load code, then one sequence of
 * the length in question, by {@code fit}. Prints the median seconds of its steps and the most memory beyond that before.
 */
public final class NetworkStep {

    /** What stands before seconds and bytes. */
    static final String RESULT = "step ";

    private static final int WARM_UP_CHUNKS = 4;
    private static final int WARM_UP_STEPS = 3;
    private static final int MOST_STEPS = 3;
    private static final double ENOUGH_SECONDS = 2.0;

    private NetworkStep() {}

    /** Takes the sizes, the kind of network, the length of the sequence, and the seconds of the warm-up. */
    public static void main(String[] arguments) throws IOException {
        Shape shape = arguments[0].equals(LayerMemory.QUICK) ? Shape.QUICK : Shape.USUAL;
        NetworkKind kind = NetworkKind.valueOf(arguments[1]);
        int length = Integer.parseInt(arguments[2]);
        DataSet brief = sequence(shape, WARM_UP_CHUNKS * shape.chunk());
        MultiLayerNetwork other = kind.network(shape);
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            other.fit(brief);
        }
        System.gc();
        long before = ResidentMemory.now();
        ResidentMemory.resetHighest();
        double seconds = median(kind.network(shape), sequence(shape, length), Double.parseDouble(arguments[3]));
        System.out.println(RESULT + seconds + " " + Math.max(0, ResidentMemory.highest() - before));
    }

    private static DataSet sequence(Shape shape, int length) {
        INDArray features = LayerCase.numbers(1, 1, shape.depth(), length);
        return new DataSet(features, Nd4j.create(new double[][] {{0.0, 1.0}}).castTo(DataType.FLOAT));
    }

    private static double median(MultiLayerNetwork network, DataSet sequence, double warmUpSeconds) {
        for (double spent = 0.0; spent <= warmUpSeconds; ) {
            spent += Timed.secondsOf(() -> network.fit(sequence));
        }
        List<Double> seconds = new ArrayList<>();
        for (double spent = 0.0; seconds.size() < MOST_STEPS && spent < ENOUGH_SECONDS; ) {
            seconds.add(Timed.secondsOf(() -> network.fit(sequence)));
            spent += seconds.get(seconds.size() - 1);
        }
        return new Timings(seconds).median();
    }
}
