package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.requireState;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/**
 * Configuration of a vertex with parameters whose passes are written by hand. It is a {@link SameDiffVertex} in name: to those
 * and to layers alone Deeplearning4j gives what a whole network is told (updater, regularisation, gradient normalisation).
 * Nothing of it goes through SameDiff.
 *
 * <p>{@code ComputationGraph.getParam} and {@code setParam} know layers alone; {@code paramTable} has the parameters of
 * vertices too. The penalty of regularisation is applied, but not counted in the score, which the host asks of layers.
 *
 * <p>Subclasses keep what they are told in fields with {@code @JsonProperty} and have a constructor without arguments for
 * JSON.
 */
public abstract class ParameterVertex extends SameDiffVertex {

    /** Nothing said yet. */
    protected ParameterVertex() {}

    /** What the inputs are called. */
    abstract List<String> inputNames();

    /** Everything besides what Deeplearning4j's class holds that tells two vertices of this class apart. */
    abstract Object settings();

    /** Whether a parameter is decayed as weights are. */
    abstract boolean isWeight(String key);

    /** Whether a parameter is a bias. */
    abstract boolean isBias(String key);

    /** The vertex as it stands in messages. */
    final String describe() {
        String name = getLayerName();
        return getClass().getSimpleName() + (name == null ? "" : " \"" + name + "\"");
    }

    /** Numbers that the updater of the whole vertex keeps for so many parameters; none while it is not known. */
    final long updaterState(long parameters) {
        return updater == null ? 0 : updater.stateSize(parameters);
    }

    /** Gives a copy what every vertex is told. */
    final <V extends ParameterVertex> V told(V copy) {
        copy.setName(getLayerName());
        copy.regularization = regularization;
        copy.regularizationBias = regularizationBias;
        copy.updater = updater;
        copy.biasUpdater = biasUpdater;
        copy.gradientNormalization = gradientNormalization;
        copy.gradientNormalizationThreshold = gradientNormalizationThreshold;
        copy.dataType = dataType;
        return copy;
    }

    @Override
    public int minVertexInputs() {
        return inputNames().size();
    }

    @Override
    public final int maxVertexInputs() {
        return inputNames().size();
    }

    @Override
    public IUpdater getUpdaterByParam(String key) {
        return isBias(key) && biasUpdater != null ? biasUpdater : updater;
    }

    @Override
    public @Nullable List<Regularization> getRegularizationByParam(String key) {
        return isWeight(key) ? regularization : isBias(key) ? regularizationBias : null;
    }

    @Override
    @JsonIgnore
    public final SDVertexParams getVertexParams() {
        SDVertexParams inputs = new SDVertexParams();
        defineParametersAndInputs(inputs);
        return inputs;
    }

    @Override
    public final void defineParametersAndInputs(SDVertexParams params) {
        params.defineInputs(inputNames().toArray(String[]::new)); // parameters are of no use to SameDiff
    }

    @Override
    public final SDVariable defineVertex(
            SameDiff sd,
            Map<String, SDVariable> inputs,
            Map<String, SDVariable> parameters,
            Map<String, SDVariable> masks) {
        requireState(false, "%s is not computed by SameDiff", describe());
        return inputs.values().iterator().next();
    }

    @Override
    public final void initializeParameters(Map<String, INDArray> parameters) {
        requireState(false, "%s fills its parameters when it is instantiated", describe());
    }

    @Override
    public abstract GraphVertex clone();

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParameterVertex vertex
                && getClass() == vertex.getClass()
                && super.equals(other)
                && settings().equals(vertex.settings());
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + settings().hashCode();
    }

    @Override
    public String toString() {
        return describe() + settings();
    }
}
