package io.github.reformer4j.op;

import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An {@link OpFunction} in a graph. What it is stands in two texts, the kind of function and its configuration as JSON, and
 * in a number, its seed; SameDiff saves and loads these.
 */
public final class FunctionOp extends JavaOp {

    /** Name of the operation in a graph. */
    public static final String NAME = "reformer4j";

    /** What stands at the beginning of messages of this operation. */
    private transient volatile OpFunctions.@org.jspecify.annotations.Nullable Cached cached;

    /** For SameDiff, which makes one when it loads a graph. */
    public FunctionOp() {}

    FunctionOp(SameDiff sd, SDVariable[] inputs, String kind, String json, long seed) {
        setSameDiff(sd);
        addSArgument(kind, json);
        addIArgument(seed);
        sd.addArgsFor(inputs, this);
    }

    @Override
    public String opName() {
        return NAME;
    }

    @Override
    public int getNumOutputs() {
        return 1;
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> types) {
        return List.of(OpFunctions.floating(types));
    }

    @Override
    INDArray[] compute(INDArray[] inputs) {
        try (Temporaries temporaries = new Temporaries()) {
            return new INDArray[] {function().forward(DenseArrays.of(inputs, temporaries), seed())};
        }
    }

    OpFunction function() {
        OpFunctions.Cached known = cached;
        if (known == null) {
            known = new OpFunctions.Cached(OpFunctions.of(getSArgument(0), getSArgument(1)));
            cached = known;
        }
        return known.function();
    }

    long seed() {
        return getIArgument(0);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable[] arguments = args();
        SDVariable[] inputs = Arrays.copyOf(arguments, arguments.length + 1);
        inputs[arguments.length] = gradients.get(0);
        FunctionGradientOp gradient = new FunctionGradientOp(
                getSameDiff(),
                inputs,
                getSArgument(0),
                getSArgument(1),
                seed(),
                function().differentiable());
        SDVariable[] results = gradient.outputVariables();
        List<SDVariable> all = new ArrayList<>(List.of(results));
        for (int i = results.length; i < arguments.length; i++) {
            all.add(getSameDiff().zerosLike(arguments[i]));
        }
        return all;
    }
}
