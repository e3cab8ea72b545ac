package io.github.reformer4j.op;

import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mean cross entropy of a linear map, in chunks: inputs x [.., d], weight [d, V], bias [V], labels [..]; a scalar. */
final class CrossEntropyFunction implements OpFunction {

    private final ChunkedCrossEntropy loss;

    private CrossEntropyFunction(ChunkedCrossEntropyConfig config) {
        loss = config.toLoss();
    }

    static CrossEntropyFunction of(String json) {
        return new CrossEntropyFunction(OpJson.read(json, ChunkedCrossEntropyConfig.class));
    }

    @Override
    public int differentiable() {
        return 3;
    }

    @Override
    public INDArray forward(INDArray[] inputs, long seed) {
        ChunkedCrossEntropy.Sum sum = loss.loss(inputs[0], labels(inputs), weights(inputs));
        return Nd4j.scalar(inputs[0].dataType(), sum.sum() / Math.max(1, sum.count()));
    }

    @Override
    public INDArray[] backward(INDArray[] inputs, INDArray dy, long seed) {
        Weights weights = weights(inputs);
        Gradients gradients = Gradients.of(weights);
        INDArray dx = inputs[0].ulike();
        loss.lossAndGradients(inputs[0], labels(inputs), dy.getDouble(0), weights, gradients, dx);
        return new INDArray[] {dx, gradients.sum("weight"), gradients.sum("bias")};
    }

    private static int[] labels(INDArray[] inputs) {
        return inputs[3].data().asInt();
    }

    private static Weights weights(INDArray[] inputs) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("weight", inputs[1]);
        arrays.put("bias", inputs[2]);
        return Weights.of(arrays);
    }
}
