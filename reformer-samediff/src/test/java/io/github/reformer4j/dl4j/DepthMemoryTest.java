package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.testing.PeakMemory;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/** Memory of training in Deeplearning4j by depth and by length, in JVMs of their own. */
class DepthMemoryTest {

    private static final int POSITIONS = 16_384;
    private static final int DEPTH = 64;
    private static final long STREAM = 4L * POSITIONS * DEPTH;
    private static final int FEW = 2;
    private static final int MANY = 14;

    @Test
    void memoryOfABackwardPassDoesNotGrowWithTheLayersOfAnEncoder() throws IOException, InterruptedException {
        requireFlat(
                Encoder.class,
                lasting(new ReformerEncoderLayer.Builder()
                                .nIn(DEPTH)
                                .nLayers(MANY - FEW)
                                .dFeedForward(DEPTH)
                                .build()
                                .initializer()
                                .numParams(encoder(MANY - FEW, MemoryMode.REVERSIBLE)))
                        + 4L * POSITIONS * (MANY - FEW));
    }

    @Test
    void norWithTheBlocksOfAVertex() throws IOException, InterruptedException {
        requireFlat(Blocks.class, lasting((MANY - FEW) * 2L * DEPTH * (DEPTH + 1)));
    }

    /** Weights, gradients and Adam's two moments. */
    private static long lasting(long parameters) {
        return 4L * 4 * parameters;
    }

    private static void requireFlat(Class<?> training, long lasting) throws IOException, InterruptedException {
        assertThat(growth(training, MemoryMode.REVERSIBLE))
                .as("weights, gradients, updater state and buckets of 12 layers, and the noise of an allocator")
                .isLessThan(lasting + 3 * STREAM);
        assertThat(growth(training, MemoryMode.STORE))
                .as("where streams are kept")
                .isGreaterThan(2 * (MANY - FEW) * STREAM);
    }

    private static long growth(Class<?> training, MemoryMode mode) throws IOException, InterruptedException {
        return PeakMemory.of(training, mode, MANY) - PeakMemory.of(training, mode, FEW);
    }

    /** Every pair of positions would have 256 MiB. */
    @Test
    void memoryOfCrossAttentionDoesNotGrowWithTheSquareOfTheLength() throws IOException, InterruptedException {
        assertThat(PeakMemory.of(Crossing.class, 8192) - PeakMemory.of(Crossing.class, 1024))
                .isLessThan(100 << 20);
    }

    private static ReformerEncoderLayer encoder(int layers, MemoryMode mode) {
        return new ReformerEncoderLayer.Builder()
                .nIn(DEPTH)
                .nLayers(layers)
                .dFeedForward(DEPTH)
                .memory(mode)
                .build();
    }

    /** Two steps of an encoder. */
    static final class Encoder {
        private Encoder() {}

        /** Arguments: the memory mode and the number of layers. */
        public static void main(String[] arguments) throws IOException {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .updater(new Adam(1e-3))
                    .list()
                    .layer(encoder(Integer.parseInt(arguments[1]), MemoryMode.valueOf(arguments[0])))
                    .layer(Networks.output(RNNFormat.NWC))
                    .setInputType(InputType.recurrent(DEPTH, RNNFormat.NWC))
                    .build());
            network.init();
            INDArray input = Initializer.normal(1.0).create(DataType.FLOAT, 1, 1, POSITIONS, DEPTH);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, POSITIONS, Networks.CLASSES);
            for (int step = 0; step < 2; step++) {
                network.fit(input, labels);
            }
            PeakMemory.report();
        }
    }

    /** Two steps of blocks of dense layers, whose streams are as large as the encoder's. */
    static final class Blocks {
        private Blocks() {}

        /** Arguments: the memory mode and the number of blocks. */
        public static void main(String[] arguments) throws IOException {
            ReversibleVertex.Builder blocks = new ReversibleVertex.Builder().memory(MemoryMode.valueOf(arguments[0]));
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                blocks.block(dense(), dense());
            }
            ComputationGraph network = Graphs.network(
                    DataType.FLOAT,
                    new Adam(1e-3),
                    graph -> graph.addInputs("in")
                            .addVertex("blocks", blocks.build(), "in")
                            .addLayer(
                                    "out",
                                    new OutputLayer.Builder()
                                            .nOut(Networks.CLASSES)
                                            .build(),
                                    "blocks")
                            .setOutputs("out")
                            .setInputTypes(InputType.feedForward(2L * DEPTH)));
            INDArray input = Initializer.normal(1.0).create(DataType.FLOAT, 1, POSITIONS, 2L * DEPTH);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, POSITIONS, Networks.CLASSES);
            for (int step = 0; step < 2; step++) {
                network.fit(new MultiDataSet(input, labels));
            }
            PeakMemory.report();
        }

        private static DenseLayer dense() {
            return new DenseLayer.Builder().nOut(DEPTH).build();
        }
    }

    /** A step of cross-attention. */
    static final class Crossing {
        private Crossing() {}

        /** Arguments: the length of both sequences. */
        public static void main(String[] arguments) throws IOException {
            int length = Integer.parseInt(arguments[0]);
            ComputationGraph network = Graphs.network(
                    DataType.FLOAT,
                    new NoOp(),
                    graph -> graph.addInputs("a", "b")
                            .addVertex("cross", new CrossAttentionVertex.Builder().build(), "a", "b")
                            .addLayer("out", Networks.output(RNNFormat.NCW), "cross")
                            .setOutputs("out")
                            .setInputTypes(InputType.recurrent(Networks.DEPTH), InputType.recurrent(Networks.DEPTH)));
            INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, 1, length);
            INDArray labels = Networks.labels(RNNFormat.NCW, DataType.FLOAT, 2, 1, length);
            network.fit(new MultiDataSet(new INDArray[] {input, input}, new INDArray[] {labels}));
            PeakMemory.report();
        }
    }
}
