package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of a layer and an output layer of the host, and data for them. */
final class Networks {

    static final int DEPTH = 4;
    static final int CLASSES = 3;

    private Networks() {}

    /** A network in double with weights of a size that makes attention sharp, which a gradient check needs. */
    static MultiLayerNetwork inDouble(RNNFormat format, Layer... layers) {
        MultiLayerNetwork network = of(DataType.DOUBLE, format, new NoOp(), layers);
        network.params().muli(2.0);
        return network;
    }

    static MultiLayerNetwork of(DataType type, RNNFormat format, IUpdater updater, Layer... layers) {
        return ending(output(format), type, format, updater, layers);
    }

    static MultiLayerNetwork ending(Layer last, DataType type, RNNFormat format, IUpdater updater, Layer... layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(last, type, format, updater, layers));
        network.init();
        return network;
    }

    static MultiLayerConfiguration configuration(
            Layer last, DataType type, RNNFormat format, IUpdater updater, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(12345)
                .updater(updater)
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.layer(last).setInputType(InputType.recurrent(DEPTH, format)).build();
    }

    static ChunkedSoftmaxOutputLayer softmax(int chunkLength) {
        return new ChunkedSoftmaxOutputLayer.Builder()
                .nOut(CLASSES)
                .chunkLength(chunkLength)
                .build();
    }

    static Layer output(RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .dataFormat(format)
                .nOut(CLASSES)
                .build();
    }

    /** Gaussian numbers, [b, DEPTH, n] or [b, n, DEPTH]. */
    static INDArray input(RNNFormat format, DataType type, long seed, int batch, int length) {
        INDArray rows = Initializer.normal(1.0).create(type, seed, batch, length, DEPTH);
        return format == RNNFormat.NWC ? rows : rows.permute(0, 2, 1).dup('c');
    }

    /** Random classes, one-hot. */
    static INDArray labels(RNNFormat format, DataType type, long seed, int batch, int length) {
        INDArray rows = Nd4j.zeros(type, batch, length, CLASSES);
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                int label = (int) (CounterRandom.uniform(seed, row * length + i) * CLASSES);
                rows.putScalar(row, i, label, 1.0);
            }
        }
        return format == RNNFormat.NWC ? rows : rows.permute(0, 2, 1).dup('c');
    }

    /** Two examples with random classes, the second shorter than the first. */
    static DataSet data(long seed, int length) {
        INDArray mask = mask(DataType.FLOAT, 2, length);
        return new DataSet(
                input(RNNFormat.NCW, DataType.FLOAT, seed, 2, length),
                labels(RNNFormat.NCW, DataType.FLOAT, seed + 1, 2, length),
                mask,
                mask);
    }

    /** What a file gives back, with the state of the updater. */
    static MultiLayerNetwork restored(MultiLayerNetwork network) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, true);
        return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes.toByteArray()), true);
    }

    /** Every example shorter than the one before it, the first whole: [b, n]. */
    static INDArray mask(DataType type, int batch, int length) {
        INDArray mask = Nd4j.ones(type, batch, length);
        for (int row = 0; row < batch; row++) {
            for (int i = length - 2 * row; i < length; i++) {
                mask.putScalar(row, i, 0.0);
            }
        }
        return mask;
    }
}
