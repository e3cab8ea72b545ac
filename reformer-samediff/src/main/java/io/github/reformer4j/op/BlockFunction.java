package io.github.reformer4j.op;

import static io.github.reformer4j.check.Check.requireShape;
import static io.github.reformer4j.check.Check.shapeOf;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block in a graph: inputs x, then the weights in the order of the block's parameters, then mask, chance and training flag
 * where they are given.
 */
final class BlockFunction implements OpFunction {

    private final Block block;
    private final List<ParameterSpec> parameters;
    private final Form form;

    /**
     * What an operation is made of.
     *
     * @param block the block
     * @param mask whether a mask [b, n] is given
     * @param chance whether a number is given that decides dropout and rotations
     * @param training whether a flag is given that turns dropout on
     */
    record Form(BlockConfig block, boolean mask, boolean chance, boolean training) {}

    private BlockFunction(Form form) {
        this.form = form;
        block = form.block().toBlock();
        parameters = block.parameters();
    }

    static BlockFunction of(String json) {
        return new BlockFunction(OpJson.read(json, Form.class));
    }

    @Override
    public int differentiable() {
        return 1 + parameters.size();
    }

    @Override
    public INDArray forward(INDArray[] inputs, long seed) {
        return block.forward(inputs[0], weights(inputs), step(inputs, seed));
    }

    @Override
    public INDArray[] backward(INDArray[] inputs, INDArray dy, long seed) {
        INDArray[] all = new INDArray[differentiable()];
        Weights weights = weights(inputs);
        Gradients gradients = Gradients.of(weights);
        try (Pass pass = block.record(inputs[0], weights, step(inputs, seed))) {
            all[0] = pass.backward(dy, gradients);
        }
        for (int i = 0; i < parameters.size(); i++) {
            all[1 + i] = gradients.sum(parameters.get(i).name());
        }
        return all;
    }

    private Weights weights(INDArray[] inputs) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            arrays.put(parameters.get(i).name(), inputs[1 + i]);
        }
        return Weights.of(arrays);
    }

    /** The same step for forward and backward: all chance comes from the inputs and the seed. */
    private Step step(INDArray[] inputs, long seed) {
        int next = differentiable();
        PaddingMask mask = form.mask() ? mask(inputs[next++], inputs[0]) : null;
        long chance = form.chance() ? inputs[next++].getLong(0) : contents(inputs[0]);
        boolean training = form.training() && inputs[next].getDouble(0) != 0.0;
        return Step.training(CounterRandom.derive(seed, chance))
                .withTraining(training)
                .withRecorder(AttentionRecorder.inForce())
                .withMask(mask);
    }

    private static PaddingMask mask(INDArray mask, INDArray x) {
        requireShape("the mask of an operation on " + shapeOf(x), mask, x.size(0), x.rank() > 1 ? x.size(1) : -1);
        return PaddingMask.of(mask);
    }

    /** A number that other contents change: chance for graphs that name none. */
    private static long contents(INDArray x) {
        long key = x.length();
        if (x.dataType() == DataType.FLOAT) {
            for (float value : x.data().asFloat()) {
                key = CounterRandom.mix(key + Float.floatToRawIntBits(value));
            }
        } else {
            for (double value : x.data().asDouble()) {
                key = CounterRandom.mix(key + Double.doubleToRawLongBits(value));
            }
        }
        return key;
    }
}
