package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Exact attention of every step of a first input to all steps of a second one, a tile of queries at a time, so that memory
 * grows with both lengths and not with their product: [b, nInQueries, m] and [b, nInKeys, n] to [b, nOut, m]. Each input has
 * a mask of its own: steps of the second that are none are not seen, those of the first give 0.
 *
 * <p>Parameters {@code query.weight} [nInQueries, h · d], {@code key.weight}, {@code value.weight} [nInKeys, h · d],
 * {@code output.weight} [h · d, nOut].
 */
public final class CrossAttentionVertex extends ParameterVertex {

    @JsonProperty
    private int nInQueries;

    @JsonProperty
    private int nInKeys;

    @JsonProperty
    private int nOut;

    @JsonProperty
    private int nHeads = 1;

    @JsonProperty
    private int headSize;

    @JsonProperty
    private RNNFormat queryFormat = RNNFormat.NCW;

    @JsonProperty
    private RNNFormat keyFormat = RNNFormat.NCW;

    @JsonProperty
    private @Nullable IWeightInit weights;

    /** For JSON. */
    CrossAttentionVertex() {}

    private CrossAttentionVertex(Builder builder) {
        Backends.requireOne();
        nInQueries = builder.nInQueries;
        nInKeys = builder.nInKeys;
        nOut = builder.nOut;
        nHeads = builder.nHeads;
        headSize = builder.headSize;
        weights = builder.weights;
        require(nHeads > 0, "nHeads of %s must be positive, got %d", describe(), nHeads);
        require(headSize >= 0, "headSize of %s must be positive, got %d", describe(), headSize);
        require(nOut >= 0, "nOut of %s must be positive, got %d", describe(), nOut);
        require(
                nInQueries >= 0 && nInKeys >= 0,
                "nInQueries and nInKeys of %s must be positive, got %d and %d",
                describe(),
                nInQueries,
                nInKeys);
        if (outputSize() > 0) {
            requireFit();
        }
    }

    private int outputSize() {
        return nOut > 0 ? nOut : nInQueries;
    }

    private void requireFit() {
        require(
                headSize > 0 || outputSize() % nHeads == 0,
                "%s cannot divide nOut %d among %d heads; give headSize, or make nOut a multiple of nHeads",
                describe(),
                outputSize(),
                nHeads);
    }

    CrossAttention attention() {
        require(
                nInQueries > 0 && nInKeys > 0,
                "%s does not know the depths of its inputs; give nInQueries and nInKeys, or setInputTypes on the graph",
                describe());
        requireFit();
        return new CrossAttention(
                nInQueries, nInKeys, nHeads, headSize > 0 ? headSize : outputSize() / nHeads, outputSize());
    }

    RNNFormat queryFormat() {
        return queryFormat;
    }

    RNNFormat keyFormat() {
        return keyFormat;
    }

    void initialize(ParameterSpec spec, INDArray flat) {
        long[] shape = spec.sizes();
        IWeightInit filling = weights == null ? new WeightInitXavier() : weights;
        filling.init((double) shape[0], (double) shape[1], shape, 'c', flat);
    }

    @Override
    List<String> inputNames() {
        return List.of("queries", "keys");
    }

    @Override
    Object settings() {
        return List.of(nInQueries, nInKeys, nOut, nHeads, headSize, queryFormat, keyFormat, String.valueOf(weights));
    }

    @Override
    boolean isWeight(String key) {
        return true;
    }

    @Override
    boolean isBias(String key) {
        return false;
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder network) {
        if (weights == null) {
            weights = network.getWeightInitFn();
        }
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        InputType.InputTypeRecurrent queries = requireSequences("queries", inputs[0]);
        InputType.InputTypeRecurrent keys = requireSequences("keys", inputs[1]);
        nInQueries = requireDepth("nInQueries", nInQueries, queries);
        nInKeys = requireDepth("nInKeys", nInKeys, keys);
        queryFormat = queries.getFormat();
        keyFormat = keys.getFormat();
        requireFit();
        return InputType.recurrent(outputSize(), queries.getTimeSeriesLength(), queryFormat);
    }

    private InputType.InputTypeRecurrent requireSequences(String input, InputType type) {
        require(
                type instanceof InputType.InputTypeRecurrent,
                "%s needs sequences as %s, InputType.recurrent(depth), got %s",
                describe(),
                input,
                type);
        return (InputType.InputTypeRecurrent) type;
    }

    private int requireDepth(String name, int told, InputType.InputTypeRecurrent type) {
        require(
                told == 0 || told == type.getSize(),
                "%s has %s %d, but that input has depth %d; leave %s out, or make them agree",
                describe(),
                name,
                told,
                type.getSize(),
                name);
        return Math.toIntExact(type.getSize());
    }

    @Override
    public long numParams(boolean backprop) {
        return attention().parameters().stream()
                .mapToLong(ParameterSpec::length)
                .sum();
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
        return new RunningCrossAttention(this, graph, name, index, parameters, initialize, type);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        InputType.InputTypeRecurrent output = (InputType.InputTypeRecurrent) getOutputType(-1, inputs);
        CrossAttention attention = attention();
        long queries = Math.max(1, output.getTimeSeriesLength());
        long keys = Math.max(1, ((InputType.InputTypeRecurrent) inputs[1]).getTimeSeriesLength());
        long width = (long) attention.heads() * attention.headSize();
        long kept = width * (2 * queries + 2 * keys) + output.getSize() * queries;
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputs[0], output)
                .standardMemory(numParams(true), updaterState(numParams(true)))
                .workingMemory(0, kept, 0, 2 * kept)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public CrossAttentionVertex clone() {
        CrossAttentionVertex copy = told(new CrossAttentionVertex());
        copy.nInQueries = nInQueries;
        copy.nInKeys = nInKeys;
        copy.nOut = nOut;
        copy.nHeads = nHeads;
        copy.headSize = headSize;
        copy.queryFormat = queryFormat;
        copy.keyFormat = keyFormat;
        copy.weights = weights;
        return copy;
    }

    /** Builds the vertex; its first input asks, its second is attended to, and their types give nInQueries and nInKeys. */
    public static final class Builder {

        private int nInQueries;
        private int nInKeys;
        private int nOut;
        private int nHeads = 1;
        private int headSize;
        private @Nullable IWeightInit weights;

        /** Depth of the first input; follows from the input types. */
        public Builder nInQueries(int depth) {
            nInQueries = depth;
            return this;
        }

        /** Depth of the second input; follows from the input types. */
        public Builder nInKeys(int depth) {
            nInKeys = depth;
            return this;
        }

        /** Depth of the output; that of the queries if nothing is said. */
        public Builder nOut(int depth) {
            nOut = depth;
            return this;
        }

        /** Attention heads; 1 if nothing is said. */
        public Builder nHeads(int heads) {
            nHeads = heads;
            return this;
        }

        /** Depth of a head; nOut / nHeads if nothing is said. */
        public Builder headSize(int size) {
            headSize = size;
            return this;
        }

        /** How fresh weights are drawn; as the network says if nothing is said. */
        public Builder weightInit(WeightInit scheme) {
            weights = scheme.getWeightInitFunction();
            return this;
        }

        /** The vertex. */
        public CrossAttentionVertex build() {
            return new CrossAttentionVertex(this);
        }
    }
}
