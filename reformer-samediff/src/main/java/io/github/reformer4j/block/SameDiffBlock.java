package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.Temporaries;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block around any SameDiff sub-graph, differentiated by SameDiff: y = F(x, W). The gradients of x and W are those of
 * the scalar Σ F(x, W) ∘ dy, with dy a placeholder.
 *
 * <p>The parameters are placeholders too, so weights are passed in and never copied into the graph. The graph is
 * evaluated in forward and once more in backward; a pass keeps nothing but a look at its input. Several input shapes go
 * through one instance, as far as the graph's own ops allow. Several threads may use one instance; they take turns.
 *
 * <p>The graph must give the same result twice: ops that draw random numbers are refused, and so are those whose gradients
 * are wrong in this release of ND4J (see {@link UnfitOps}).
 */
public final class SameDiffBlock implements Block {

    /** The function F in SameDiff's terms. */
    @FunctionalInterface
    public interface Definition {
        /**
         * The output y.
         *
         * @param sd the graph, which may hold constants but no variables of its own
         * @param x the input
         * @param parameters by the names of their specifications
         */
        SDVariable define(SameDiff sd, SDVariable x, Map<String, SDVariable> parameters);
    }

    /** A graph for every data type, since a SameDiff graph has one. */
    @FunctionalInterface
    private interface Graphs {
        SubGraph of(DataType type);
    }

    private final List<ParameterSpec> parameters;
    private final Graphs graphs;
    private final Map<DataType, SubGraph> built = new EnumMap<>(DataType.class);

    private SameDiffBlock(List<ParameterSpec> parameters, Graphs graphs) {
        this.parameters = List.copyOf(parameters);
        this.graphs = graphs;
    }

    /**
     * A block of a function; the graph is defined once for every data type that comes by.
     *
     * @param inputShape shape of x, −1 for any size
     */
    public static SameDiffBlock of(Definition definition, List<ParameterSpec> parameters, long... inputShape) {
        require(inputShape.length > 0, "a SameDiffBlock needs the shape of its input, -1 for any size, got none");
        long[] shape = inputShape.clone();
        return new SameDiffBlock(parameters, type -> SubGraph.define(definition, parameters, type, shape));
    }

    /** The block of a graph that was written down; its data type is fixed. */
    static SameDiffBlock of(SameDiffBlockConfig config) {
        return new SameDiffBlock(
                config.parameters(), type -> SubGraph.read(config.graphBytes(), config.parameters(), type));
    }

    @Override
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        INDArray output = forward(x, weights, step);
        return new RecordedPass(output, new Temporaries(), (dy, into) -> backward(x, dy, weights, into));
    }

    @Override
    public synchronized INDArray forward(INDArray x, Weights weights, Step step) {
        return graph(x.dataType()).output(x, weights);
    }

    private synchronized INDArray backward(INDArray x, INDArray dy, Weights weights, Gradients into) {
        return graph(x.dataType()).gradients(x, dy, weights, into);
    }

    private SubGraph graph(DataType type) {
        return built.computeIfAbsent(type, graphs::of);
    }
}
