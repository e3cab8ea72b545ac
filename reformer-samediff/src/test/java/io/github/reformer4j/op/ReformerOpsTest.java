package io.github.reformer4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleConfig;
import io.github.reformer4j.reversible.ReversibleConfig.Layer;
import io.github.reformer4j.reversible.StreamLayout;
import io.github.reformer4j.testing.NewJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/** Blocks in a SameDiff graph: gradients, training, saving, what a graph may feed them. */
class ReformerOpsTest {

    private static final int DEPTH = 8;
    private static final double STEP = 1e-5;

    @TempDir
    Path folder;

    static Stream<BlockConfig> blocks() {
        BlockConfig feedForward = new FeedForwardConfig(DEPTH, 16, Activation.GELU, 3, 0.2, 0.3);
        BlockConfig attention = new LocalAttentionConfig(
                DEPTH, 2, 4, 4, 1, 0, true, 0.1, io.github.reformer4j.block.Semantics.PAPER, 4);
        return Stream.of(
                feedForward,
                attention,
                LshAttentionConfig.of(DEPTH, 2, 4, 4).withRounds(2).withDropout(0.1),
                new FullAttentionConfig(DEPTH, 2, 4, true, true, 0.0),
                new LayerNormConfig(DEPTH, 1e-5),
                new SequentialConfig(
                        List.of(new Part("norm", new LayerNormConfig(DEPTH, 1e-5)), new Part("", feedForward))),
                new ReversibleConfig(
                        List.of(Layer.of(attention, feedForward), Layer.of(attention, feedForward)),
                        MemoryMode.REVERSIBLE,
                        StreamLayout.duplicate()));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void gradientsAgreeWithDifferences(BlockConfig config) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.var("x", draw(1, 2, 11, DEPTH));
        SDVariable chance = sd.constant("chance", Nd4j.scalar(DataType.INT64, 5));
        SDVariable training = sd.constant("training", Nd4j.scalar(DataType.INT32, 1));
        SDVariable y = ReformerOps.of(sd)
                .block("block", x, config, OpInputs.none().withChance(chance).withTraining(training));
        INDArray factors = draw(2, y.eval().shape());
        SDVariable loss = y.mul(sd.constant("factors", factors)).sum("loss");
        loss.markAsLoss();
        String[] names = sd.variables().stream()
                .map(variable -> variable.name())
                .filter(name -> name.equals("x") || name.startsWith("block."))
                .toArray(String[]::new);
        Map<String, INDArray> gradients = sd.calculateGradients(new HashMap<>(), names);
        for (String name : names) {
            compare(sd, sd.getVariable(name).getArr(), Objects.requireNonNull(gradients.get(name)), name);
        }
    }

    private static void compare(SameDiff sd, INDArray array, INDArray gradient, String name) {
        INDArray dense = gradient.dup('c');
        for (long i = 0; i < array.length(); i += 1 + array.length() / 7) {
            double value = array.getDouble(i);
            array.putScalar(i, value + STEP);
            double above = loss(sd);
            array.putScalar(i, value - STEP);
            double below = loss(sd);
            array.putScalar(i, value);
            assertThat(dense.getDouble(i)).as("%s[%d]", name, i).isCloseTo((above - below) / (2 * STEP), within(1e-6));
        }
    }

    private static double loss(SameDiff sd) {
        return output(sd, new HashMap<>(), "loss").getDouble(0);
    }

    private static INDArray output(SameDiff sd, Map<String, INDArray> fed, String name) {
        return Objects.requireNonNull(sd.output(fed, name).get(name));
    }

    private static INDArray draw(long seed, long... shape) {
        return io.github.reformer4j.block.Initializer.normal(1.0).create(DataType.DOUBLE, seed, shape);
    }

    /** A small language model as a graph: embedding, two reversible layers, loss. */
    private static SameDiff languageModel(DataType type) {
        SameDiff sd = SameDiff.create();
        SDVariable ids = sd.placeHolder("ids", DataType.INT32, -1, -1);
        SDVariable labels = sd.placeHolder("labels", DataType.INT32, -1, -1);
        ReformerOps ops = ReformerOps.of(sd).withSeed(3);
        SDVariable x = ops.tokenEmbedding(
                "embedding", ids, TokenEmbeddingConfig.axial(11, 16, List.of(8, 8), List.of(4, 12)), type);
        BlockConfig attention = new SequentialConfig(List.of(
                new Part("norm", new LayerNormConfig(16, 1e-6)),
                new Part("lsh", LshAttentionConfig.of(16, 2, 8, 8)),
                new Part("out", new io.github.reformer4j.block.LinearConfig(16, 16, false, 0.1))));
        BlockConfig feedForward = new SequentialConfig(List.of(
                new Part("norm", new LayerNormConfig(16, 1e-6)),
                new Part("", new FeedForwardConfig(16, 32, Activation.RELU, 8, 0.0))));
        SDVariable y = ops.reversible(
                "layers",
                x,
                new ReversibleConfig(
                        List.of(Layer.of(attention, feedForward), Layer.of(attention, feedForward)),
                        MemoryMode.REVERSIBLE,
                        StreamLayout.duplicate()),
                OpInputs.none());
        SDVariable loss = ops.chunkedCrossEntropy("loss", y, labels, new ChunkedCrossEntropyConfig(32, 11, 5, 0.02));
        loss.markAsLoss();
        return sd;
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Adam(1e-2), new Nesterovs(5e-2, 0.9), new AMSGrad(1e-2), new AdaMax(1e-2), new RmsProp(3e-3));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void fitLearnsWithAnyUpdater(IUpdater updater) {
        SameDiff sd = languageModel(DataType.FLOAT);
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(updater)
                .dataSetFeatureMapping("ids")
                .dataSetLabelMapping("labels")
                .build());
        INDArray ids = periodic(4, 24);
        INDArray labels = periodic(4, 25)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(1, 25))
                .dup('c');
        double before = loss(sd, ids, labels);
        for (int i = 0; i < 40; i++) {
            sd.fit(new SingletonMultiDataSetIterator(new MultiDataSet(ids, labels)), 1);
        }
        assertThat(before).isGreaterThan(2.0);
        assertThat(loss(sd, ids, labels)).isLessThan(0.5 * before);
    }

    private static INDArray periodic(int batch, int length) {
        int[][] rows = new int[batch][length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                rows[row][i] = (i + row) % 5;
            }
        }
        return Nd4j.createFromArray(rows);
    }

    private static double loss(SameDiff sd, INDArray ids, INDArray labels) {
        return output(sd, Map.of("ids", ids, "labels", labels), "loss").getDouble(0);
    }

    @Test
    void aGraphSavedHereGivesTheSameInANewJvm() throws IOException, InterruptedException {
        SameDiff sd = languageModel(DataType.FLOAT);
        File file = folder.resolve("graph.fb").toFile();
        sd.save(file, false);
        double here = loss(sd, periodic(2, 17), periodic(2, 17));
        assertThat(NewJvm.run(LoadedGraph.class, file)).contains("loss " + here);
    }

    /** Loads a graph and prints its loss, in a JVM of its own. */
    static final class LoadedGraph {
        private LoadedGraph() {}

        /** Argument: the file. */
        public static void main(String[] arguments) {
            ReformerOps.register();
            SameDiff sd = SameDiff.load(new File(arguments[0]), false);
            System.out.println("loss " + loss(sd, periodic(2, 17), periodic(2, 17)));
        }
    }

    @Test
    void severalLengthsAndBatchesGoThroughOneGraph() {
        SameDiff sd = languageModel(DataType.DOUBLE);
        for (int length : new int[] {1, 2, 7, 8, 9, 31, 64}) {
            assertThat(loss(sd, periodic(3, length), periodic(3, length))).isBetween(1.0, 4.0);
        }
    }

    @Test
    void floatAgreesWithDouble() {
        SameDiff single = languageModel(DataType.FLOAT);
        SameDiff exact = languageModel(DataType.DOUBLE);
        assertThat(loss(single, periodic(2, 8), periodic(2, 8)))
                .as("as long as a chunk, so that nothing is hashed")
                .isCloseTo(loss(exact, periodic(2, 8), periodic(2, 8)), within(1e-5));
    }

    @Test
    void viewsAndFortranOrderAreTakenAsTheyCome() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, DEPTH);
        ReformerOps.of(sd).block("y", x, new LayerNormConfig(DEPTH, 1e-5), OpInputs.none());
        INDArray dense = draw(4, 3, 5, DEPTH);
        INDArray expected = output(sd, Map.of("x", dense), "y");
        INDArray wide = Nd4j.concat(1, dense, dense);
        INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(5, 10), NDArrayIndex.all());
        assertThat(output(sd, Map.of("x", view), "y")).isEqualTo(expected);
        assertThat(output(sd, Map.of("x", dense.dup('f')), "y")).isEqualTo(expected);
    }

    @Test
    void threadsShareAGraph() throws InterruptedException {
        SameDiff sd = languageModel(DataType.DOUBLE);
        double expected = loss(sd, periodic(2, 12), periodic(2, 12));
        double[] found = new double[4];
        Thread[] threads = new Thread[found.length];
        for (int i = 0; i < threads.length; i++) {
            int index = i;
            threads[i] = new Thread(() -> found[index] = loss(sd, periodic(2, 12), periodic(2, 12)));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Arrays.stream(found).boxed())
                .allSatisfy(loss -> assertThat(loss).isEqualTo(expected));
    }

    @Test
    void aMaskHidesPadding() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, DEPTH);
        SDVariable mask = sd.placeHolder("mask", DataType.DOUBLE, -1, -1);
        ReformerOps.of(sd)
                .fullSelfAttention(
                        "y",
                        x,
                        new FullAttentionConfig(DEPTH, 2, 4, false, false, 0.0),
                        OpInputs.none().withMask(mask));
        INDArray tokens = Nd4j.createFromArray(new double[][] {{1, 1, 1, 0, 0}});
        INDArray first = draw(5, 1, 5, DEPTH);
        INDArray second = first.dup();
        second.get(NDArrayIndex.point(0), NDArrayIndex.interval(3, 5), NDArrayIndex.all())
                .assign(9.0);
        INDArray a = output(sd, Map.of("x", first, "mask", tokens), "y").dup();
        INDArray b = output(sd, Map.of("x", second, "mask", tokens), "y").dup();
        assertThat(a.get(NDArrayIndex.point(0), NDArrayIndex.interval(0, 3), NDArrayIndex.all()))
                .isEqualTo(b.get(NDArrayIndex.point(0), NDArrayIndex.interval(0, 3), NDArrayIndex.all()));
    }
}
