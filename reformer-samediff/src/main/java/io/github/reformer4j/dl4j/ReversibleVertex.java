package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Reversible residual blocks (Gomez et al., "The reversible residual network") of any layers or functions, as a vertex of a
 * graph: y1 = x1 + f(x2), y2 = x2 + g(y1), one block after another. Nothing inside is kept for the backward pass, which
 * rebuilds the input of every block from its output; memory does not grow with their number.
 *
 * <p>One input, whose depth is split into x1 and x2, or two of one shape; the output has y1 and y2 side by side. The depth is
 * the features of vectors and sequences, and the channels of images; axis 1 where the graph is not told its input types.
 * Parameters are called {@code 0.f.W}: block, function, and key of the layer. A training step computes a layer of
 * Deeplearning4j or a function of SameDiff three times, and a layer of this library twice.
 */
public final class ReversibleVertex extends ParameterVertex {

    @JsonProperty
    private List<ReversibleFunction> functions = List.of(); // f and g in turn

    @JsonProperty
    private MemoryMode memory = MemoryMode.REVERSIBLE;

    /** Of the depth; −1: the input type was never told. */
    @JsonProperty
    private int axis = -1;

    /** For JSON. */
    ReversibleVertex() {}

    private ReversibleVertex(List<ReversibleFunction> functions, MemoryMode memory, int axis) {
        this.functions = functions.stream().map(ReversibleFunction::copy).toList();
        this.memory = memory;
        this.axis = axis;
    }

    /** f and g in turn. */
    List<ReversibleFunction> functions() {
        return functions;
    }

    MemoryMode memory() {
        return memory;
    }

    int axis() {
        return axis < 0 ? 1 : axis;
    }

    /** Where function {@code i} stands among the parameters. */
    static String path(int i) {
        return i / 2 + (i % 2 == 0 ? ".f." : ".g.");
    }

    private String place(int i) {
        return (i % 2 == 0 ? "f" : "g") + " of block " + i / 2 + " of " + describe();
    }

    @Override
    List<String> inputNames() {
        return List.of("x1", "x2");
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    Object settings() {
        return List.of(functions, memory, axis);
    }

    /** The function of a parameter. */
    static int function(String key) {
        int block = Integer.parseInt(key.substring(0, key.indexOf('.')));
        return 2 * block + (key.startsWith(".f.", key.indexOf('.')) ? 0 : 1);
    }

    /** The key of a parameter in its function. */
    static String keyInside(String key) {
        return key.substring(key.indexOf('.') + 3);
    }

    @Override
    boolean isWeight(String key) {
        return functions.get(function(key)).isWeight(keyInside(key));
    }

    @Override
    boolean isBias(String key) {
        return key.endsWith("bias") || key.endsWith(".b");
    }

    @Override
    public IUpdater getUpdaterByParam(String key) {
        @Nullable Layer layer = functions.get(function(key)).training();
        return layer == null ? super.getUpdaterByParam(key) : layer.getUpdaterByParam(keyInside(key));
    }

    @Override
    public @Nullable List<Regularization> getRegularizationByParam(String key) {
        @Nullable Layer layer = functions.get(function(key)).training();
        return layer == null ? super.getRegularizationByParam(key) : layer.getRegularizationByParam(keyInside(key));
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder network) {
        for (int i = 0; i < functions.size(); i++) {
            functions.get(i).tell(network, place(i));
        }
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        InputType whole = inputs[0];
        long depth = InputDepth.of(whole, describe());
        if (inputs.length == 1) {
            require(
                    depth % 2 == 0,
                    "%s splits the depth of its input into two streams, and needs an even one, got %s",
                    describe(),
                    whole);
        } else {
            require(
                    whole.equals(inputs[1]),
                    "%s needs two inputs of one type, got %s and %s",
                    describe(),
                    whole,
                    inputs[1]);
        }
        InputType stream = inputs.length == 1 ? InputDepth.with(whole, depth / 2) : whole;
        axis = InputDepth.axis(whole);
        for (int i = 0; i < functions.size(); i++) {
            functions.get(i).accept(stream, place(i));
        }
        return inputs.length == 1 ? whole : InputDepth.with(whole, 2 * depth);
    }

    @Override
    public long numParams(boolean backprop) {
        return functions.stream().mapToLong(ReversibleFunction::numParams).sum();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            @Nullable INDArray parameters,
            boolean initialize,
            DataType type) {
        setName(name);
        return new RunningReversible(this, graph, name, index, parameters, initialize, type);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        InputType output = getOutputType(-1, inputs);
        long streams = InputDepth.numbers(output);
        long blocks = functions.size() / 2;
        long kept = memory == MemoryMode.REVERSIBLE ? streams : streams * blocks;
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputs[0], output)
                .standardMemory(numParams(true), updaterState())
                .workingMemory(0, 2 * streams, 0, 2 * streams + kept)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    private long updaterState() {
        return functions.stream()
                .mapToLong(function -> function.training() instanceof BaseLayer layer && layer.getIUpdater() != null
                        ? layer.getIUpdater().stateSize(function.numParams())
                        : updaterState(function.numParams()))
                .sum();
    }

    @Override
    public ReversibleVertex clone() {
        return told(new ReversibleVertex(functions, memory, axis));
    }

    /** Builds the vertex, block by block. */
    public static final class Builder {

        private final List<ReversibleFunction> functions = new ArrayList<>();
        private MemoryMode memory = MemoryMode.REVERSIBLE;

        /** A further block; f and g keep the shape of their input, half the depth of that of the vertex. */
        public Builder block(ReversibleFunction f, ReversibleFunction g) {
            functions.add(f);
            functions.add(g);
            return this;
        }

        /** A further block of two layers. */
        public Builder block(Layer f, Layer g) {
            return block(ReversibleFunction.of(f), ReversibleFunction.of(g));
        }

        /** A further block of two blocks of arrays, such as functions of SameDiff. */
        public Builder block(BlockConfig f, BlockConfig g) {
            return block(ReversibleFunction.of(f), ReversibleFunction.of(g));
        }

        /** What training keeps; REVERSIBLE if nothing is said. */
        public Builder memory(MemoryMode mode) {
            memory = mode;
            return this;
        }

        /** The vertex. */
        public ReversibleVertex build() {
            Backends.requireOne();
            require(!functions.isEmpty(), "a ReversibleVertex needs a block, got none; call block(f, g)");
            return new ReversibleVertex(functions, memory, -1);
        }
    }
}
