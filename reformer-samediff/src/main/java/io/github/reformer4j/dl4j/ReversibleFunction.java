package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.op.OpJson;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * f or g of a {@link ReversibleVertex}: a layer of Deeplearning4j or of this library, or a block over the arrays as they
 * come, such as a function of SameDiff. It keeps the shape of its input.
 */
public final class ReversibleFunction {

    @JsonProperty
    private @Nullable NeuralNetConfiguration layer;

    @JsonProperty
    private @Nullable String block;

    /** For JSON. */
    ReversibleFunction() {}

    private ReversibleFunction(@Nullable NeuralNetConfiguration layer, @Nullable String block) {
        this.layer = layer;
        this.block = block;
    }

    /** A layer; what it is not told, it is told by the network, as every layer. */
    public static ReversibleFunction of(Layer layer) {
        String kind = layer.getClass().getSimpleName();
        require(
                !(layer instanceof AbstractSameDiffLayer),
                "the gradients of a %s come out doubled in this release of Deeplearning4j; give the function as "
                        + "ReversibleFunction.of(SameDiffBlockConfig.of(..))",
                kind);
        require(
                !(layer instanceof BaseOutputLayer) && !(layer instanceof LossLayer) && !(layer instanceof FrozenLayer),
                "a %s cannot be f or g of a ReversibleVertex; give a layer that passes gradients on",
                kind);
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(layer.clone());
        return new ReversibleFunction(conf, null);
    }

    /** A block, for instance a {@link io.github.reformer4j.block.SameDiffBlockConfig} of the network's data type. */
    public static ReversibleFunction of(BlockConfig block) {
        return new ReversibleFunction(null, OpJson.write(block));
    }

    /** A copy that shares nothing that changes. */
    ReversibleFunction copy() {
        return new ReversibleFunction(layer == null ? null : layer.clone(), block);
    }

    private @Nullable Layer layer() {
        return layer == null ? null : layer.getLayer();
    }

    private List<ParameterSpec> specs() {
        return layer() instanceof BlockLayer ours
                ? ours.parameters(ours.inputSize())
                : OpJson.read(Objects.requireNonNull(block), BlockConfig.class)
                        .toBlock()
                        .parameters();
    }

    private boolean isHosts() {
        return layer != null && !(layer() instanceof BlockLayer);
    }

    /** What the network tells all layers, where this one is not told otherwise. */
    void tell(NeuralNetConfiguration.Builder network, String place) {
        if (layer == null) {
            return;
        }
        layer = network.clone().layer(layer.getLayer()).build();
        Layer told = layer.getLayer();
        require(
                told.getIDropout() == null && !(told instanceof BaseLayer noisy && noisy.getWeightNoise() != null),
                "%s has dropOut or weightNoise, whose chance another evaluation cannot repeat; put a DropoutLayer in front "
                        + "of the vertex, or use the dropout of this library's layers",
                place);
        require(
                told.getConstraints() == null || told.getConstraints().isEmpty(),
                "%s has constraints, which Deeplearning4j applies to layers of the network alone; leave them out",
                place);
    }

    /** Learns the type of the input, and throws a sentence where it is not that of the output. */
    void accept(InputType type, String place) {
        Layer told = layer();
        if (told == null) {
            return;
        }
        require(
                told.getPreProcessorForInputType(type) == null,
                "%s does not take %s as it comes, a %s needs a preprocessor for it; give a layer that takes it",
                place,
                type,
                told.getClass().getSimpleName());
        told.setNIn(type, false);
        if (told instanceof BaseRecurrentLayer recurrent && type instanceof InputType.InputTypeRecurrent sequences) {
            require(
                    recurrent.getRnnDataFormat() == sequences.getFormat(),
                    "%s has the data format %s, but its input comes in %s; say dataFormat(%s)",
                    place,
                    recurrent.getRnnDataFormat(),
                    sequences.getFormat(),
                    sequences.getFormat());
        }
        InputType output = told.getOutputType(-1, type);
        require(
                output.getType() == type.getType() && Arrays.equals(output.getShape(), type.getShape()),
                "%s must keep the shape of its input, for it is added to the other stream: %s becomes %s",
                place,
                type,
                output);
    }

    long numParams() {
        return isHosts()
                ? Objects.requireNonNull(layer).getLayer().initializer().numParams(layer)
                : specs().stream().mapToLong(ParameterSpec::length).sum();
    }

    /** The configuration of its layer, which decides about updaters and regularisation; null where it is none. */
    @Nullable
    Layer training() {
        return layer();
    }

    /** Whether a parameter of a block, which has no layer, is decayed. */
    boolean isWeight(String key) {
        return specs().stream()
                .anyMatch(spec -> SpecifiedParameters.key(spec).equals(key) && SpecifiedParameters.isWeight(spec));
    }

    /** The function that computes, with its parameters in {@code flat}. */
    RunningFunction running(int index, @Nullable INDArray flat, boolean initialize, long seed, DataType type) {
        if (isHosts()) {
            return new LayerFunction(Objects.requireNonNull(layer), index, flat, initialize, type);
        }
        List<ParameterSpec> specs = specs();
        if (initialize) {
            SpecifiedParameters.place(specs, flat, (spec, view) -> initialize(spec, view, seed));
        }
        return layer() instanceof BlockLayer ours
                ? new ArrayFunction(
                        new SequenceFunction(ours.block(ours.inputSize()).toBlock(), ours.format(), ours.masksOutput()),
                        specs,
                        flat)
                : new ArrayFunction(
                        OpJson.read(Objects.requireNonNull(block), BlockConfig.class)
                                .toBlock(),
                        specs,
                        flat);
    }

    private void initialize(ParameterSpec spec, INDArray view, long seed) {
        if (layer() instanceof BlockLayer ours) {
            ours.initialize(spec, view);
            return;
        }
        try (INDArray fresh =
                spec.initializer().create(view.dataType(), CounterRandom.derive(seed, spec.name()), view.length())) {
            view.assign(fresh);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReversibleFunction function
                && Objects.equals(layer, function.layer)
                && Objects.equals(block, function.block);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layer, block);
    }

    @Override
    public String toString() {
        return layer == null ? String.valueOf(block) : layer.getLayer().toString();
    }
}
