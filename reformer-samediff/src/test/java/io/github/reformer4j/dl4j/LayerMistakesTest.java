package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Bad use gets a sentence, most of it before there is a network. */
class LayerMistakesTest {

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(sentence);
    }

    private static LshSelfAttentionLayer.Builder lsh() {
        return new LshSelfAttentionLayer.Builder().name("attends");
    }

    @Test
    void headsThatDoNotDivide() {
        refused(
                () -> lsh().nHeads(3).nOut(64).build(),
                "LshSelfAttentionLayer \"attends\" cannot divide nOut 64 among 3 heads; give headSize, or make nOut a "
                        + "multiple of nHeads");
        refused(
                () -> configure(lsh().nHeads(3).build(), InputType.recurrent(64)),
                "LshSelfAttentionLayer \"attends\" cannot divide nOut 64 among 3 heads; give headSize, or make nOut a "
                        + "multiple of nHeads");
        refused(
                () -> new SelfAttentionLayer.Builder()
                        .nHeads(3)
                        .nOut(4)
                        .projectInput(true)
                        .build(),
                "SelfAttentionLayer cannot divide nOut 4 among 3 heads; give headSize, or make nOut a multiple of nHeads");
    }

    private static void configure(Layer layer, InputType type) {
        new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .setInputType(type)
                .build();
    }

    @Test
    void anInputThatIsNoSequence() {
        InputType volumes = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 2, 2, 1);
        String sentence =
                "LshSelfAttentionLayer \"attends\" needs sequences, InputType.recurrent(depth), got " + volumes;
        refused(() -> configure(lsh().build(), volumes), sentence);
        refused(() -> lsh().build().setNIn(volumes, false), sentence);
    }

    @Test
    void aMissingInputType() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new NoOp())
                .list()
                .layer(lsh().build())
                .layer(Networks.output(RNNFormat.NCW))
                .build());
        refused(
                network::init,
                "LshSelfAttentionLayer \"attends\" does not know the depth of its input; give nIn, or "
                        + "setInputType(InputType.recurrent(depth)) on the network");
    }

    @Test
    void sizesAndFormatsThatContradictTheInput() {
        refused(
                () -> lsh().nIn(8).build().setNIn(InputType.recurrent(16), false),
                "LshSelfAttentionLayer \"attends\" has nIn 8, but its input has depth 16; leave nIn out, or make them "
                        + "agree");
        refused(
                () -> lsh().dataFormat(RNNFormat.NWC).build().setNIn(InputType.recurrent(16), false),
                "LshSelfAttentionLayer \"attends\" has the data format NWC, but its input comes in NCW; leave dataFormat "
                        + "out, or make them agree");
        refused(
                () -> configure(new ChunkedFeedForwardLayer.Builder().nOut(8).build(), InputType.recurrent(16)),
                "ChunkedFeedForwardLayer \"layer0\" gives what it takes: nOut must be the depth of the input, 16, got 8; leave nOut "
                        + "out");
        refused(
                () -> configure(
                        new AxialPositionLayer.Builder().axes(4, 4).depths(2, 3).build(), InputType.recurrent(16)),
                "the depths [2, 3] of AxialPositionLayer \"layer0\" must add up to the depth of the input, got 16; make them agree, or "
                        + "leave depths out");
    }

    @Test
    void whatALayerCannotBeTold() {
        refused(() -> lsh().nHeads(0).build(), "nHeads of LshSelfAttentionLayer \"attends\" must be positive, got 0");
        refused(() -> lsh().rounds(0).build(), "rounds must be positive, got 0");
        refused(() -> lsh().attentionDropout(1.0).build(), "dropout must lie in [0, 1), got 1.0");
        refused(
                () -> lsh().buckets(3).build(),
                "bucket factors must be positive and even (each direction and its opposite is a bucket), got [3]");
        refused(
                () -> lsh().activation(Activation.TANH).build(),
                "LshSelfAttentionLayer \"attends\" has no activation function, got tanh; put an ActivationLayer behind it");
        refused(
                () -> lsh().weightInitRecurrent(WeightInit.ZERO).build(),
                "LshSelfAttentionLayer \"attends\" has no recurrent weights; use constrainWeights and weightInit");
        refused(
                () -> new AxialPositionLayer.Builder().build(),
                "AxialPositionLayer needs the sizes of its axes, one or more, all positive, got []; call axes(64, 64)");
        refused(
                () -> new ChunkedSoftmaxOutputLayer.Builder().build(),
                "ChunkedSoftmaxOutputLayer needs nOut, the number of classes, 2 or more, got 0");
        refused(
                () -> new LearnedSelfAttentionLayer.Builder().nOut(4).build(),
                "nQueries of LearnedSelfAttentionLayer must be positive, got 0");
        refused(
                () -> new SelfAttentionLayer.Builder().nHeads(2).nOut(4).build(),
                "SelfAttentionLayer has one head where the input is not projected, got 2; call projectInput(true)");
    }

    @Test
    void arraysOfTheWrongShape() {
        MultiLayerNetwork network = Networks.of(
                DataType.FLOAT, RNNFormat.NCW, new NoOp(), lsh().nHeads(2).build());
        refused(
                () -> network.output(Nd4j.zeros(DataType.FLOAT, 2, 5)),
                "LshSelfAttentionLayer \"attends\" needs an input of shape [batch, 4, steps] (NCW), got [2, 5]");
        refused(
                () -> network.output(Nd4j.zeros(DataType.FLOAT, 2, 5, 4)),
                "LshSelfAttentionLayer \"attends\" needs an input of shape [batch, 4, steps] (NCW), got [2, 5, 4]");
        INDArray input = Nd4j.zeros(DataType.FLOAT, 2, 4, 5);
        refused(
                () -> network.output(input, false, Nd4j.ones(DataType.FLOAT, 2, 7), null),
                "the mask of LshSelfAttentionLayer \"attends\" must have the shape [2, 5], a flag for every step, or "
                        + "[2, 1], one for every example, got [2, 7]");
        refused(
                () -> network.setParam("0_queryKey.weight", Nd4j.zeros(DataType.FLOAT, 3, 3)),
                "queryKey.weight must have shape [4, 4] (-1: any size), got [3, 3]");
    }

    @Test
    void aSequenceWithoutPositions() {
        MultiLayerNetwork network = Networks.of(
                DataType.FLOAT,
                RNNFormat.NCW,
                new NoOp(),
                new AxialPositionLayer.Builder().axes(2, 2).build());
        refused(
                () -> network.output(Nd4j.zeros(DataType.FLOAT, 1, 4, 5)),
                "axialShape [2, 2] holds 4 positions, got a sequence of 5; raise it or shorten the input");
    }

    @Test
    void labelsThatAreNone() {
        MultiLayerNetwork network =
                Networks.ending(Networks.softmax(4), DataType.FLOAT, RNNFormat.NCW, new NoOp(), lsh().build());
        INDArray input = Nd4j.zeros(DataType.FLOAT, 1, 4, 5);
        refused(
                () -> network.fit(input, Nd4j.zeros(DataType.FLOAT, 1, 2, 5)),
                "labels of ChunkedSoftmaxOutputLayer \"layer1\" must be classes, [1, 5], or one-hot, [1, 3, 5] (NCW), "
                        + "got [1, 2, 5]");
        refused(
                () -> network.fit(input, Nd4j.ones(DataType.FLOAT, 1, 3, 5)),
                "labels of ChunkedSoftmaxOutputLayer \"layer1\" must be one-hot, got the sum 3.0 and the maximum 1.0 at step 0 of "
                        + "example 0");
        refused(
                () -> network.fit(input, Nd4j.ones(DataType.FLOAT, 1, 5).muli(3)),
                "label 3 of row 0 is outside the 3 classes (0 to 2; a negative label counts for nothing)");
    }
}
