package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.SameDiffBlockConfig;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** RevNet blocks of the host's layers, of this library's and of functions. */
class ReversibleVertexTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 9;

    private static Layer lstm(RNNFormat format) {
        return new LSTM.Builder().nOut(2).dataFormat(format).build();
    }

    private static Layer lsh() {
        return new LshSelfAttentionLayer.Builder()
                .nHeads(2)
                .chunkLength(4)
                .attentionDropout(0.2)
                .build();
    }

    private static Layer convolution() {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(2)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.TANH)
                .build();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build();
    }

    private static SameDiffBlockConfig scaledTanh(DataType type, long... shape) {
        return SameDiffBlockConfig.of(
                (sd, x, parameters) -> sd.math.tanh(x.mul(parameters.get("in_scale"))),
                List.of(ParameterSpec.of("in_scale", Initializer.ONES, 1)),
                type,
                shape);
    }

    private static Graphs.Wiring sequences(RNNFormat format, MemoryMode mode, DataType type) {
        return graph -> graph.addInputs("in")
                .addVertex(
                        "blocks",
                        new ReversibleVertex.Builder()
                                .block(lsh(), lstm(format))
                                .block(
                                        ReversibleFunction.of(scaledTanh(type, -1, -1, -1)),
                                        ReversibleFunction.of(lsh()))
                                .memory(mode)
                                .build(),
                        "in")
                .addLayer("out", Networks.output(format), "blocks")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.DEPTH, format));
    }

    private static MultiDataSet sequenceData(RNNFormat format, DataType type, boolean masked) {
        INDArray @Nullable [] masks = masked ? new INDArray[] {Networks.mask(type, BATCH, LENGTH)} : null;
        return new MultiDataSet(
                new INDArray[] {Networks.input(format, type, 1, BATCH, LENGTH)},
                new INDArray[] {Networks.labels(format, type, 2, BATCH, LENGTH)},
                masks,
                masks);
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfSequencesAgreeWithDifferences() {
        return Stream.of(RNNFormat.values())
                .flatMap(format -> Stream.of(false, true)
                        .map(masked -> DynamicTest.dynamicTest(
                                format + (masked ? ", masked" : ""),
                                () -> Graphs.checkGradients(
                                        sequences(format, MemoryMode.REVERSIBLE, DataType.DOUBLE),
                                        sequenceData(format, DataType.DOUBLE, masked)))));
    }

    private static Graphs.Wiring images(CNN2DFormat format) {
        return graph -> graph.addInputs("in")
                .addVertex(
                        "blocks",
                        new ReversibleVertex.Builder()
                                .block(convolution(), new BatchNormalization.Builder().build())
                                .block(convolution(), convolution())
                                .build(),
                        "in")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "blocks")
                .addLayer(
                        "out", new OutputLayer.Builder().nOut(Networks.CLASSES).build(), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(3, 5, 4, format));
    }

    private static MultiDataSet imageData(CNN2DFormat format, DataType type) {
        INDArray images = Initializer.normal(1.0).create(type, 3, BATCH, 4, 3, 5);
        INDArray labels = Nd4j.zeros(type, BATCH, Networks.CLASSES);
        labels.putScalar(0, 1, 1.0);
        labels.putScalar(1, 2, 1.0);
        return new MultiDataSet(
                format == CNN2DFormat.NCHW ? images : images.permute(0, 2, 3, 1).dup('c'), labels);
    }

    @Test
    void gradientsOfImagesAgreeWithDifferences() {
        Graphs.checkGradients(
                graph -> graph.addInputs("in")
                        .addVertex(
                                "blocks",
                                new ReversibleVertex.Builder()
                                        .block(convolution(), convolution())
                                        .build(),
                                "in")
                        .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "blocks")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder().nOut(Networks.CLASSES).build(),
                                "pool")
                        .setOutputs("out")
                        .setInputTypes(InputType.convolutional(3, 5, 4, CNN2DFormat.NHWC)),
                imageData(CNN2DFormat.NHWC, DataType.DOUBLE));
    }

    /** The same numbers from the host's own vertices. */
    @Test
    void aBlockIsWhatTheHostsVerticesAddUpTo() {
        ComputationGraph ours = Graphs.network(DataType.FLOAT, new Sgd(0.1), ReversibleVertexTest::dense);
        ComputationGraph theirs = Graphs.network(
                DataType.FLOAT,
                new Sgd(0.1),
                graph -> graph.addInputs("in")
                        .addVertex("x1", new SubsetVertex(0, 2), "in")
                        .addVertex("x2", new SubsetVertex(3, 5), "in")
                        .addLayer("f", dense(), "x2")
                        .addVertex("y1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "x1", "f")
                        .addLayer("g", dense(), "y1")
                        .addVertex("y2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "x2", "g")
                        .addVertex("y", new MergeVertex(), "y1", "y2")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder().nOut(Networks.CLASSES).build(),
                                "y")
                        .setOutputs("out")
                        .setInputTypes(InputType.feedForward(6)));
        theirs.setParams(ours.params());
        INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, 5, 4, 6);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, Networks.CLASSES);
        labels.getColumn(1).assign(1.0);
        for (int step = 0; step < 3; step++) {
            ours.fit(new MultiDataSet(x, labels));
            theirs.fit(new MultiDataSet(x, labels));
        }
        assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue())
                .isLessThan(1e-6);
        assertThat(ours.paramTable()).containsKeys("blocks_0.f.W", "blocks_0.f.b", "blocks_0.g.W", "out_W");
    }

    private static void dense(org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder graph) {
        graph.addInputs("in")
                .addVertex(
                        "blocks",
                        new ReversibleVertex.Builder().block(dense(), dense()).build(),
                        "in")
                .addLayer(
                        "out", new OutputLayer.Builder().nOut(Networks.CLASSES).build(), "blocks")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(6));
    }

    @Test
    void twoInputsAreTheTwoStreams() {
        Graphs.Wiring wiring = graph -> graph.addInputs("a", "b")
                .addVertex(
                        "blocks",
                        new ReversibleVertex.Builder().block(dense(), dense()).build(),
                        "a",
                        "b")
                .addLayer(
                        "out", new OutputLayer.Builder().nOut(Networks.CLASSES).build(), "blocks")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(3));
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, Networks.CLASSES);
        labels.getColumn(2).assign(1.0);
        Initializer normal = Initializer.normal(1.0);
        Graphs.checkGradients(
                wiring,
                new MultiDataSet(
                        new INDArray[] {normal.create(DataType.DOUBLE, 1, 2, 3), normal.create(DataType.DOUBLE, 2, 2, 3)
                        },
                        new INDArray[] {labels}));
    }

    @Test
    void theMemoryModesTrainAlikeWithWorkspacesAndWithout() {
        INDArray stored = trained(MemoryMode.STORE, WorkspaceMode.ENABLED);
        for (MemoryMode mode : MemoryMode.values()) {
            assertThat(trained(mode, WorkspaceMode.NONE)
                            .sub(stored)
                            .amaxNumber()
                            .doubleValue())
                    .as(mode.name())
                    .isLessThan(1e-9);
        }
    }

    private static INDArray trained(MemoryMode mode, WorkspaceMode workspaces) {
        ComputationGraph network =
                Graphs.network(DataType.DOUBLE, new Sgd(0.1), sequences(RNNFormat.NCW, mode, DataType.DOUBLE));
        network.getConfiguration().setTrainingWorkspaceMode(workspaces);
        for (int step = 0; step < 3; step++) {
            network.fit(sequenceData(RNNFormat.NCW, DataType.DOUBLE, true));
        }
        return network.params();
    }

    @Test
    void graphsComeBack() throws IOException {
        Graphs.checkCopies(
                sequences(RNNFormat.NCW, MemoryMode.REVERSIBLE, DataType.FLOAT),
                sequenceData(RNNFormat.NCW, DataType.FLOAT, true));
        Graphs.checkCopies(images(CNN2DFormat.NCHW), imageData(CNN2DFormat.NCHW, DataType.FLOAT));
    }

    @Test
    void aLayerInsideKeepsItsUpdaterAndItsDecay() {
        ComputationGraph network = Graphs.network(
                DataType.FLOAT,
                new Sgd(0.1),
                graph -> graph.addInputs("in")
                        .addVertex(
                                "blocks",
                                new ReversibleVertex.Builder()
                                        .block(
                                                new DenseLayer.Builder()
                                                        .nOut(3)
                                                        .updater(new NoOp())
                                                        .build(),
                                                new DenseLayer.Builder()
                                                        .nOut(3)
                                                        .updater(new Adam(0.1))
                                                        .build())
                                        .build(),
                                "in")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder().nOut(Networks.CLASSES).build(),
                                "blocks")
                        .setOutputs("out")
                        .setInputTypes(InputType.feedForward(6)));
        INDArray f = parameter(network, "blocks_0.f.W").dup();
        INDArray g = parameter(network, "blocks_0.g.W").dup();
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, Networks.CLASSES);
        labels.getColumn(0).assign(1.0);
        network.fit(new MultiDataSet(Initializer.normal(1.0).create(DataType.FLOAT, 5, 2, 6), labels));
        assertThat(network.getUpdater().getStateViewArray().length()).isEqualTo(2 * (9 + 3));
        assertThat(parameter(network, "blocks_0.g.W").sub(g).amaxNumber().doubleValue())
                .as("the first step of Adam is its learning rate")
                .isBetween(0.09, 0.11);
        assertThat(parameter(network, "blocks_0.f.W").sub(f).amaxNumber().doubleValue())
                .as("NoOp hands the gradient on")
                .isPositive()
                .isNotCloseTo(0.1, org.assertj.core.api.Assertions.within(1e-4));
    }

    /** The host's own getParam knows layers only. */
    private static INDArray parameter(ComputationGraph network, String key) {
        return Objects.requireNonNull(network.paramTable().get(key));
    }

    @Test
    void typesAndMemoryAreReported() {
        ReversibleVertex.Builder vertex = new ReversibleVertex.Builder().block(lsh(), lsh());
        InputType type = InputType.recurrent(4, 100, RNNFormat.NWC);
        assertThat(vertex.build().getOutputType(0, type)).isEqualTo(type);
        assertThat(vertex.build().getOutputType(0, InputType.recurrent(2, 7), InputType.recurrent(2, 7)))
                .isEqualTo(InputType.recurrent(4, 7));
        assertThat(Graphs.configuration(
                                DataType.FLOAT,
                                new Adam(1e-3),
                                sequences(RNNFormat.NCW, MemoryMode.REVERSIBLE, DataType.FLOAT))
                        .getMemoryReport(InputType.recurrent(4, 100))
                        .toString())
                .contains("1 x ReversibleVertex");
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(sentence);
    }

    private static void configure(InputType type, Layer f, Layer g) {
        Graphs.configuration(
                DataType.FLOAT,
                new NoOp(),
                graph -> graph.addInputs("in")
                        .addVertex(
                                "blocks",
                                new ReversibleVertex.Builder().block(f, g).build(),
                                "in")
                        .setOutputs("blocks")
                        .setInputTypes(type));
    }

    private static final class Lambda extends SameDiffLambdaLayer {
        @Override
        public SDVariable defineLayer(SameDiff sd, SDVariable x) {
            return x;
        }
    }

    @Test
    void mistakesGetASentence() {
        InputType volumes = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 2, 2, 2);
        refused(
                () -> new ReversibleVertex.Builder().build(),
                "a ReversibleVertex needs a block, got none; call block(f, g)");
        refused(
                () -> ReversibleFunction.of(new Lambda()),
                "the gradients of a Lambda come out doubled in this release of Deeplearning4j; give the function as "
                        + "ReversibleFunction.of(SameDiffBlockConfig.of(..))");
        refused(
                () -> ReversibleFunction.of(new OutputLayer.Builder().nOut(2).build()),
                "a OutputLayer cannot be f or g of a ReversibleVertex; give a layer that passes gradients on");
        refused(
                () -> configure(InputType.feedForward(5), dense(), dense()),
                "ReversibleVertex splits the depth of its input into two streams, and needs an even one, got "
                        + InputType.feedForward(5));
        refused(
                () -> configure(
                        InputType.feedForward(6),
                        dense(),
                        new DenseLayer.Builder().nOut(4).build()),
                "g of block 0 of ReversibleVertex must keep the shape of its input, for it is added to the other stream: "
                        + InputType.feedForward(3) + " becomes " + InputType.feedForward(4));
        refused(
                () -> configure(InputType.convolutional(4, 4, 6), dense(), dense()),
                "f of block 0 of ReversibleVertex does not take " + InputType.convolutional(4, 4, 3)
                        + " as it comes, a DenseLayer needs a preprocessor for it; give a layer that takes it");
        refused(
                () -> configure(
                        InputType.feedForward(6),
                        dense(),
                        new DenseLayer.Builder().nOut(3).dropOut(0.5).build()),
                "g of block 0 of ReversibleVertex has dropOut or weightNoise, whose chance another evaluation cannot repeat; "
                        + "put a DropoutLayer in front of the vertex, or use the dropout of this library's layers");
        refused(
                () -> configure(
                        InputType.feedForward(6),
                        dense(),
                        new DenseLayer.Builder()
                                .nOut(3)
                                .constrainWeights(new MaxNormConstraint(1, 0))
                                .build()),
                "g of block 0 of ReversibleVertex has constraints, which Deeplearning4j applies to layers of the network "
                        + "alone; leave them out");
        refused(
                () -> configure(InputType.recurrent(4, RNNFormat.NWC), lsh(), lstm(RNNFormat.NCW)),
                "g of block 0 of ReversibleVertex has the data format NCW, but its input comes in NWC; say dataFormat(NWC)");
        refused(
                () -> configure(volumes, dense(), dense()),
                "ReversibleVertex takes vectors, sequences or images, got " + volumes);
    }
}
