package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What vertices with parameters share when they run: masks, chance, parameters and gradients as views of the host's arrays.
 * Subclasses compute outside of the host's workspaces, which would free what is kept too early.
 */
@SuppressWarnings("overrides") // the host's class takes an array as inputs where its interface takes several
abstract class RunningVertex<C extends ParameterVertex> extends BaseGraphVertex {

    private final C config;
    private final @Nullable INDArray flat;
    private transient @Nullable INDArray flatGradients;
    private @Nullable INDArray @Nullable [] masks;

    /**
     * A vertex.
     *
     * @param flat all parameters, of one axis; null: there are none
     */
    @SuppressWarnings("NullAway") // the host sets the neighbours of the vertex later
    RunningVertex(C config, ComputationGraph graph, String name, int index, @Nullable INDArray flat, DataType type) {
        super(graph, name, index, null, null, type);
        this.config = config;
        this.flat = flat;
    }

    /** Views of {@link #params}, in the order in which they stand there. */
    abstract Map<String, INDArray> parameters();

    /** Views of the array of gradients, by the keys of the parameters. */
    abstract Map<String, INDArray> gradients();

    /** The array of gradients is another one from now on. */
    abstract void placeGradients(INDArray flat);

    /** The output, in the host's workspace; called outside of all workspaces. */
    abstract INDArray forward(boolean training, LayerWorkspaceMgr workspaces);

    /** Gradients of the inputs, in the host's workspace; those of parameters in {@link #gradients}. */
    abstract INDArray[] backward(INDArray dy, LayerWorkspaceMgr workspaces);

    /** Frees what was kept for a backward pass. */
    abstract void release();

    final C vertex() {
        return config;
    }

    /** The mask of an input; null where it has none. */
    final @Nullable INDArray mask(int input) {
        return masks == null || input >= masks.length ? null : masks[input];
    }

    /** Chance of an evaluation: by configuration, vertex, and in training iteration. */
    final long seed(boolean training) {
        long seed = graph.getConfiguration().getDefaultConfiguration().getSeed();
        long ofVertex = CounterRandom.derive(CounterRandom.derive(seed, "vertex"), vertexIndex);
        return CounterRandom.derive(ofVertex, training ? graph.getIterationCount() + 1L : 0L);
    }

    final INDArray toHost(INDArray array, ArrayType kind, LayerWorkspaceMgr workspaces) {
        return workspaces
                .createUninitialized(kind, dataType, array.shape(), 'c')
                .assign(array);
    }

    @Override
    public final INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        require(canDoForward(), "%s has not got all its inputs", config.describe());
        release();
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside) {
            return forward(training, workspaces);
        }
    }

    @Override
    public final Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        require(canDoBackward(), "%s has not got its inputs and the gradient of its output", config.describe());
        INDArray[] slopes;
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside) {
            slopes = backward(epsilon, workspaces);
        } finally {
            release();
        }
        Gradient all = new DefaultGradient();
        gradients().forEach((key, view) -> all.setGradientFor(key, view, 'c'));
        return new Pair<>(all, slopes);
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray view) {
        flatGradients = view;
        placeGradients(view);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(
            @Nullable INDArray @Nullable [] maskArrays, MaskState state, int batch) {
        masks = maskArrays == null ? null : maskArrays.clone();
        return new Pair<>(mask(0), state);
    }

    @Override
    public void setInputs(INDArray... newInputs) {
        super.setInputs(newInputs);
    }

    @Override
    public void clear() {
        release();
        masks = null;
        super.clear();
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropOnly) {
        return parameters();
    }

    @Override
    public @Nullable INDArray params() {
        return flat;
    }

    @Override
    public @Nullable INDArray getGradientsViewArray() {
        return flatGradients;
    }

    @Override
    public TrainingConfig getConfig() {
        return config;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public @Nullable Layer getLayer() {
        return null;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(id=" + vertexIndex + ",name=\"" + vertexName + "\",inputs="
                + Arrays.toString(inputVertices) + ",outputs=" + Arrays.toString(outputVertices) + ")";
    }
}
