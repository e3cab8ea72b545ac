package io.github.reformer4j.op;

import io.github.reformer4j.kernel.Temporaries;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a {@link FunctionOp}: its inputs and the gradient of its output in, a gradient for each input that has one
 * out. The function is computed again with the same seed, so nothing is kept between the two.
 */
public final class FunctionGradientOp extends JavaOp {

    /** Name of the operation in a graph. */
    public static final String NAME = "reformer4j_bp";

    /** For SameDiff, which makes one when it loads a graph. */
    public FunctionGradientOp() {}

    FunctionGradientOp(SameDiff sd, SDVariable[] inputs, String kind, String json, long seed, int outputs) {
        setSameDiff(sd);
        addSArgument(kind, json);
        addIArgument(seed, outputs);
        sd.addArgsFor(inputs, this);
    }

    @Override
    public String opName() {
        return NAME;
    }

    @Override
    public int getNumOutputs() {
        return getIArgument(1).intValue();
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> types) {
        return types.subList(0, getNumOutputs());
    }

    @Override
    INDArray[] compute(INDArray[] inputs) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray[] dense = DenseArrays.of(inputs, temporaries);
            INDArray[] arguments = Arrays.copyOf(dense, dense.length - 1);
            return OpFunctions.of(getSArgument(0), getSArgument(1))
                    .backward(arguments, dense[dense.length - 1], getIArgument(0));
        }
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        throw new UnsupportedOperationException("second derivatives of " + FunctionOp.NAME + " are not there");
    }
}
