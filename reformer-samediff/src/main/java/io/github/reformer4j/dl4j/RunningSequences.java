package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers over sequences share when they run: input and mask that fit, chance, parameters as one array. */
abstract class RunningSequences<C extends SequenceLayer> extends BaseRecurrentLayer<C> {

    private static final String PAST = "past";

    RunningSequences(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public void setInput(INDArray newInput, LayerWorkspaceMgr workspaces) {
        if (newInput != null) {
            requireSequences(newInput);
        }
        super.setInput(newInput, workspaces);
    }

    private void requireSequences(INDArray sequences) {
        SequenceLayer layer = layerConf();
        boolean channelsFirst = layer.format() == RNNFormat.NCW;
        require(
                sequences.rank() == 3 && sequences.size(channelsFirst ? 1 : 2) == layer.getNIn(),
                "%s needs an input of shape %s (%s), got %s",
                layer.describe(),
                channelsFirst ? "[batch, " + layer.getNIn() + ", steps]" : "[batch, steps, " + layer.getNIn() + "]",
                layer.format(),
                Check.shapeOf(sequences));
    }

    /** Examples, b. */
    final long batch() {
        return input.size(0);
    }

    /** Steps, n. */
    final long length() {
        return input.size(timeAxis());
    }

    private int timeAxis() {
        return layerConf().format() == RNNFormat.NCW ? 2 : 1;
    }

    /** Which steps of the input are padding; null where none are. */
    final @Nullable PaddingMask mask() {
        return StepMask.of(maskArray, batch(), length(), layerConf().describe());
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray newMask, MaskState state, int minibatchSize) {
        Pair<INDArray, MaskState> same = super.feedForwardMaskArray(newMask, state, minibatchSize);
        return layerConf().keepsMask() ? same : null;
    }

    /** Chance of an evaluation: by configuration, layer, and in training iteration. */
    final long seed(boolean training) {
        long ofLayer = CounterRandom.derive(conf.getSeed(), index);
        return CounterRandom.derive(ofLayer, training ? iterationCount + 1L : 0L);
    }

    /** [b, n, d] as the host wants it; {@code mask} says where it is 0. */
    final INDArray toHost(INDArray rows, @Nullable PaddingMask mask, ArrayType kind, LayerWorkspaceMgr workspaces) {
        INDArray host = workspaces.createUninitialized(kind, dataType, rows.shape(), 'c');
        host.assign(rows);
        SequenceArrays.clearPadding(host, mask);
        return layerConf().format() == RNNFormat.NCW ? host.permute(0, 2, 1) : host;
    }

    /** The gradients of all parameters, which stand in the host's array. */
    final Gradient gradients() {
        if (gradientViews == null) {
            return new DefaultGradient();
        }
        Gradient all = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach((key, view) -> all.setGradientFor(key, view, 'c'));
        return all;
    }

    /** Parameters stand in c order, where the host's own layers have f order. */
    @Override
    public void setParams(@Nullable INDArray params) {
        long length = params == null ? 0 : params.length();
        require(
                length == numParams(),
                "%s has %d parameters, got %d",
                layerConf().describe(),
                numParams(),
                length);
        if (params != null && length > 0 && params != paramsFlattened) {
            paramsFlattened.assign(params.reshape('c', paramsFlattened.shape()));
        }
    }

    @Override
    public void setParam(String key, INDArray value) {
        INDArray parameter = params.get(key);
        require(
                parameter != null,
                "%s has the parameters %s, got %s",
                layerConf().describe(),
                params.keySet(),
                key);
        requireShape(key, value, Objects.requireNonNull(parameter).shape());
        parameter.assign(value);
    }

    @Override
    public RNNFormat getDataFormat() {
        return layerConf().format();
    }

    /** What the last steps give behind all that came since the state was cleared. */
    @Override
    public INDArray rnnTimeStep(INDArray steps, LayerWorkspaceMgr workspaces) {
        if (!layerConf().seesOtherSteps()) {
            return activate(steps, false, workspaces);
        }
        requireSequences(steps);
        INDArray all = withPast(steps);
        INDArray outputs = activate(all, false, workspaces);
        stateMap.put(PAST, all);
        long length = length();
        return layerConf().steps(length) == length
                ? outputs.get(SequenceArrays.steps(length - steps.size(timeAxis()), length, getDataFormat()))
                : outputs;
    }

    private INDArray withPast(INDArray steps) {
        INDArray past = stateMap.get(PAST);
        if (past == null) {
            return steps.detach();
        }
        require(
                past.size(0) == steps.size(0),
                "%s remembers steps of %d examples, got %d; call rnnClearPreviousState() in front of other sequences",
                layerConf().describe(),
                past.size(0),
                steps.size(0));
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside) {
            return Nd4j.concat(timeAxis(), past, steps);
        }
    }

    /** A segment of truncated backpropagation sees itself alone. */
    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray segment, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
        return activate(segment, training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        return backpropGradient(epsilon, workspaces);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
    }
}
