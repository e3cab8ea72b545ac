package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A block as f or g, given its parameters by their names. */
final class ArrayFunction implements RunningFunction {

    private final Block block;
    private final List<ParameterSpec> specs;
    private final Map<String, INDArray> parameters;
    private Map<String, INDArray> gradients = Map.of();

    /**
     * A function.
     *
     * @param specs of all parameters of the block
     * @param flat where they stand, of one axis; null: there are none
     */
    ArrayFunction(Block block, List<ParameterSpec> specs, @Nullable INDArray flat) {
        this.block = block;
        this.specs = specs;
        parameters = SpecifiedParameters.views(specs, flat);
    }

    @Override
    public Block block() {
        return block;
    }

    @Override
    public Map<String, INDArray> parameters() {
        return parameters;
    }

    @Override
    public Map<String, INDArray> weights() {
        return byName(parameters::get);
    }

    @Override
    public void placeGradients(@Nullable INDArray flat) {
        gradients = SpecifiedParameters.views(specs, flat);
    }

    @Override
    public Map<String, INDArray> gradients() {
        return gradients;
    }

    @Override
    public Map<String, INDArray> sums() {
        return byName(gradients::get);
    }

    private Map<String, INDArray> byName(Function<String, @Nullable INDArray> byKey) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        specs.forEach(
                spec -> arrays.put(spec.name(), Objects.requireNonNull(byKey.apply(SpecifiedParameters.key(spec)))));
        return arrays;
    }

    @Override
    public void setMask(@Nullable INDArray mask) {
        // it comes with the step
    }
}
