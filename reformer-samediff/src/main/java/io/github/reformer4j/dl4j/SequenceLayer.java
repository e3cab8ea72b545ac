package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a layer over sequences, [b, nIn, n] (NCW) or [b, n, nIn] (NWC), whose parameters are described by
 * {@link ParameterSpec}s. Deeplearning4j's own machinery then does regularisation, weight noise, constraints, updaters by
 * layer, freezing, saving and JSON.
 *
 * <p>Subclasses keep what they are told in fields with {@code @JsonProperty}, have a constructor without arguments for
 * JSON, and give everything that tells two of them apart as {@link #settings}. The key of a parameter is the name of its
 * specification in camel case, because a graph splits keys at the last underscore: {@code query_key.weight} is
 * {@code queryKey.weight}. An array whose name ends in {@code bias} is a bias, another of two axes or more is a weight, and
 * what remains, gains of norms, is neither: it is not decayed.
 */
public abstract class SequenceLayer extends BaseRecurrentLayer {

    /** For JSON. */
    protected SequenceLayer() {}

    /** What all layers over sequences are told. */
    protected SequenceLayer(Builder<?> builder) {
        super(builder);
        Backends.requireOne();
        require(
                builder.getRecurrentConstraints() == null
                        && builder.getInputWeightConstraints() == null
                        && builder.getWeightInitFnRecurrent() == null,
                "%s has no recurrent weights; use constrainWeights and weightInit",
                describe());
        require(
                builder.getActivationFn() == null,
                "%s has no activation function, got %s; put an ActivationLayer behind it",
                describe(),
                builder.getActivationFn());
        require(nIn >= 0, "nIn of %s must be positive, got %d", describe(), nIn);
        require(nOut >= 0, "nOut of %s must be positive, got %d", describe(), nOut);
        activationFn = new ActivationIdentity();
    }

    /**
     * Names, shapes and roles of the parameters, in the order in which they stand in the flattened array.
     *
     * @param inputSize depth of the input, 1 or more
     */
    protected abstract List<ParameterSpec> parameters(int inputSize);

    /** Everything besides sizes and what Deeplearning4j's classes hold that tells two layers of this class apart. */
    protected abstract Object settings();

    /** The layer that computes; its parameters are set by the caller. */
    protected abstract org.deeplearning4j.nn.layers.BaseLayer<?> running(NeuralNetConfiguration conf, DataType type);

    /** Throws, in a sentence, where the layer cannot work on inputs of this depth. */
    protected void requireFit(long inputSize) {
        // nothing to ask by default
    }

    /** Numbers that training keeps for a position until backward, besides input and output. */
    protected long keptPerPosition() {
        return 0;
    }

    /** Steps of the output for an input of so many; −1 where nobody knows. */
    protected long steps(long inputSteps) {
        return inputSteps;
    }

    /** Whether a step of the output depends on more than that step of the input. */
    protected boolean seesOtherSteps() {
        return true;
    }

    /** Whether the mask of the input holds for the output as well. */
    protected boolean keepsMask() {
        return true;
    }

    /** Whether the depth of the output follows from that of the input, and cannot be told. */
    protected boolean outputFollowsInput() {
        return false;
    }

    /** Fills a fresh parameter; {@code flat} is a view of one axis. */
    protected void initialize(ParameterSpec spec, INDArray flat) {
        if (SpecifiedParameters.isBias(spec)) {
            flat.assign(Double.isNaN(biasInit) ? 0.0 : biasInit);
        } else if (SpecifiedParameters.isWeight(spec)) {
            long[] shape = spec.sizes();
            weightInitFn.init((double) shape[0], (double) shape[1], shape, 'c', flat);
        } else {
            flat.assign(spec.initializer().mean());
        }
    }

    /** Layout of input and output; NCW where nobody said anything. */
    RNNFormat format() {
        return rnnDataFormat == null ? RNNFormat.NCW : rnnDataFormat;
    }

    /** Depth of the input, 1 while it is not known. */
    int inputSize() {
        return Math.toIntExact(Math.max(1, nIn));
    }

    /** Depth of the output, that of the input where nobody said anything. */
    long outputSize() {
        return nOut > 0 ? nOut : nIn;
    }

    /** The layer as it stands in messages. */
    final String describe() {
        return getClass().getSimpleName() + (layerName == null ? "" : " \"" + layerName + "\"");
    }

    @Override
    public ParamInitializer initializer() {
        return SpecifiedParameters.INSTANCE;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray view,
            boolean initialize,
            DataType networkType) {
        require(
                nIn > 0,
                "%s does not know the depth of its input; give nIn, or setInputType(InputType.recurrent(depth)) on the "
                        + "network",
                describe());
        settle(nIn);
        org.deeplearning4j.nn.layers.BaseLayer<?> layer = running(conf, networkType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(view);
        layer.setParamTable(initializer().init(conf, view, initialize));
        layer.setConf(conf);
        return layer;
    }

    /** Where the depth of the output follows from that of the input, it does so again. */
    @Override
    public void setNIn(long inputSize) {
        if (inputSize != nIn && outputFollowsInput()) {
            nOut = 0;
        }
        nIn = inputSize;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        InputType.InputTypeRecurrent sequences = requireSequences(inputType);
        require(
                nIn == 0 || override || nIn == sequences.getSize(),
                "%s has nIn %d, but its input has depth %d; leave nIn out, or make them agree",
                describe(),
                nIn,
                sequences.getSize());
        require(
                rnnDataFormat == null || override || rnnDataFormat == sequences.getFormat(),
                "%s has the data format %s, but its input comes in %s; leave dataFormat out, or make them agree",
                describe(),
                rnnDataFormat,
                sequences.getFormat());
        rnnDataFormat = sequences.getFormat();
        settle(sequences.getSize());
    }

    private void settle(long inputSize) {
        require(inputSize > 0, "%s needs an input of depth 1 or more, got %d", describe(), inputSize);
        nIn = inputSize;
        nOut = outputSize();
        requireFit(inputSize);
    }

    private InputType.InputTypeRecurrent requireSequences(InputType inputType) {
        require(
                inputType instanceof InputType.InputTypeRecurrent,
                "%s needs sequences, InputType.recurrent(depth), got %s",
                describe(),
                inputType);
        return (InputType.InputTypeRecurrent) inputType;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputType.InputTypeRecurrent sequences = requireSequences(inputType);
        return InputType.recurrent(outputSize(), steps(sequences.getTimeSeriesLength()), sequences.getFormat());
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        require(
                inputType != null && inputType.getType() != InputType.Type.CNN3D,
                "%s needs sequences, InputType.recurrent(depth), got %s",
                describe(),
                inputType);
        return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(inputType, format(), layerName);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType.InputTypeRecurrent sequences = requireSequences(inputType);
        long positions = Math.max(1, sequences.getTimeSeriesLength());
        InputType output = getOutputType(-1, inputType);
        long numbers = initializer().numParams(this);
        long copies = positions * (sequences.getSize() + outputSize());
        return new LayerMemoryReport.Builder(layerName, getClass(), inputType, output)
                .standardMemory(numbers, getIUpdater().stateSize(numbers))
                .workingMemory(0, copies, 0, copies + positions * keptPerPosition())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SequenceLayer layer
                && getClass() == layer.getClass()
                && super.equals(other)
                && settings().equals(layer.settings());
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + settings().hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(nIn=" + nIn + ", nOut=" + nOut + ", " + settings() + ", "
                + super.toString() + ")";
    }

    /** What all layers over sequences are told; the data format is that of the input unless it is given. */
    public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {

        /** Nothing said yet. */
        @SuppressWarnings("NullAway") // the host's class leaves it open by null
        protected Builder() {
            rnnDataFormat = null;
        }

        /** This builder. */
        @SuppressWarnings("unchecked") // T is the class of the builder
        protected final T self() {
            return (T) this;
        }
    }
}
