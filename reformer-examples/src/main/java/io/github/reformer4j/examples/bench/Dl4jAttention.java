package io.github.reformer4j.examples.bench;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's own attention: the operation behind {@code sd.nn().dotProductAttention} and its attention layers, on
 * [b, h, d, n]. It keeps the scores of all pairs, and knows no causal mask, so it sees twice the keys.
 */
final class Dl4jAttention implements Timed {

    static final String NAME = "deeplearning4j";

    private static final int SCALED = 1;
    private static final int OUTPUT_ONLY = 0;

    private final String name;
    private final boolean backward;
    private final Temporaries arrays = new Temporaries();
    private final INDArray[] inputs = new INDArray[3];
    private final INDArray[] gradients = new INDArray[3];
    private final INDArray y;
    private final INDArray dy;

    Dl4jAttention(String name, Shape shape, int batch, int length, boolean backward) {
        this.name = name;
        this.backward = backward;
        long[] sizes = {batch, shape.heads(), shape.headSize(), length};
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = arrays.add(LayerCase.numbers(i, sizes));
            gradients[i] = arrays.add(inputs[i].dup('c'));
        }
        y = arrays.add(inputs[0].dup('c'));
        dy = arrays.add(LayerCase.numbers(4, sizes));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run() {
        return Timed.secondsOf(() -> {
            Nd4j.exec(forward());
            if (backward) {
                Nd4j.exec(differentiated());
            }
        });
    }

    private CustomOp forward() {
        return DynamicCustomOp.builder("dot_product_attention")
                .addInputs(inputs)
                .addOutputs(y)
                .addIntegerArguments(SCALED, OUTPUT_ONLY)
                .build();
    }

    private CustomOp differentiated() {
        return DynamicCustomOp.builder("dot_product_attention_bp")
                .addInputs(inputs[0], inputs[1], inputs[2], dy)
                .addOutputs(gradients)
                .addIntegerArguments(SCALED)
                .build();
    }

    @Override
    public void close() {
        arrays.close();
    }
}
