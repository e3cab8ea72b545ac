package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.check.Check;
import io.github.reformer4j.dl4j.CrossAttention.CrossPass;
import io.github.reformer4j.kernel.Temporaries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The vertex that computes a {@link CrossAttentionVertex}. */
final class RunningCrossAttention extends RunningVertex<CrossAttentionVertex> {

    private final transient CrossAttention attention;
    private final transient List<ParameterSpec> specs;
    private final transient Map<String, INDArray> parameters;
    private transient Map<String, INDArray> gradients = Map.of();
    private transient @Nullable CrossPass kept;
    private final transient Temporaries owned = new Temporaries(); // what the pass looks at

    RunningCrossAttention(
            CrossAttentionVertex config,
            ComputationGraph graph,
            String name,
            int index,
            @Nullable INDArray flat,
            boolean initialize,
            DataType type) {
        super(config, graph, name, index, flat, type);
        attention = config.attention();
        specs = attention.parameters();
        if (initialize) {
            SpecifiedParameters.place(specs, flat, config::initialize);
        }
        parameters = SpecifiedParameters.views(specs, flat);
    }

    @Override
    Map<String, INDArray> parameters() {
        return parameters;
    }

    @Override
    Map<String, INDArray> gradients() {
        return gradients;
    }

    @Override
    void placeGradients(INDArray flat) {
        gradients = SpecifiedParameters.views(specs, flat.reshape(flat.length()));
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
        CrossPass pass = record();
        kept = pass;
        INDArray y = inFormat(pass.output(), queryMask(), vertex().queryFormat(), ArrayType.ACTIVATIONS, workspaces);
        if (!training) {
            release();
        }
        return y;
    }

    private CrossPass record() {
        DataType type = SequenceArrays.computed(dataType);
        INDArray queries = rows(0, attention.queryDepth(), vertex().queryFormat());
        INDArray keys = rows(1, attention.keyDepth(), vertex().keyFormat());
        require(
                queries.size(0) == keys.size(0),
                "%s needs inputs of as many examples, got %s and %s",
                vertex().describe(),
                Check.shapeOf(inputs[0]),
                Check.shapeOf(inputs[1]));
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        byName(parameters).forEach((name, array) -> arrays.put(name, SequenceArrays.dense(array, type, owned)));
        @Nullable
        PaddingMask padding = StepMask.of(mask(1), keys.size(0), keys.size(1), "the keys of " + vertex().describe());
        return attention.record(queries, keys, Weights.of(arrays), padding);
    }

    private INDArray rows(int input, int depth, RNNFormat format) {
        INDArray array = inputs[input];
        boolean channelsFirst = format == RNNFormat.NCW;
        require(
                array.rank() == 3 && array.size(channelsFirst ? 1 : 2) == depth,
                "%s needs %s of shape %s (%s), got %s",
                vertex().describe(),
                vertex().inputNames().get(input),
                channelsFirst ? "[batch, " + depth + ", steps]" : "[batch, steps, " + depth + "]",
                format,
                Check.shapeOf(array));
        return SequenceArrays.toBlock(array, format, SequenceArrays.computed(dataType), owned);
    }

    private @Nullable PaddingMask queryMask() {
        int steps = vertex().queryFormat() == RNNFormat.NCW ? 2 : 1;
        return StepMask.of(mask(0), inputs[0].size(0), inputs[0].size(steps), "the queries of " + vertex().describe());
    }

    private INDArray inFormat(
            INDArray rows, @Nullable PaddingMask mask, RNNFormat format, ArrayType kind, LayerWorkspaceMgr workspaces) {
        INDArray host = toHost(rows, kind, workspaces);
        SequenceArrays.clearPadding(host, mask);
        return format == RNNFormat.NCW ? host.permute(0, 2, 1) : host;
    }

    private Map<String, INDArray> byName(Map<String, INDArray> byKey) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        specs.forEach(
                spec -> arrays.put(spec.name(), Objects.requireNonNull(byKey.get(SpecifiedParameters.key(spec)))));
        return arrays;
    }

    @Override
    INDArray[] backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        CrossPass pass = kept == null ? record() : kept;
        kept = pass;
        DataType type = SequenceArrays.computed(dataType);
        try (Temporaries temporaries = new Temporaries()) {
            INDArray dy = temporaries.add(SequenceArrays.toBlock(epsilon, vertex().queryFormat(), type, temporaries)
                    .dup('c'));
            SequenceArrays.clearPadding(dy, queryMask());
            List<INDArray> slopes =
                    HostGradients.into(byName(gradients), pass.weights(), type, into -> pass.backward(dy, into));
            slopes.forEach(temporaries::add);
            return new INDArray[] {
                inFormat(slopes.get(0), null, vertex().queryFormat(), ArrayType.ACTIVATION_GRAD, workspaces),
                inFormat(slopes.get(1), null, vertex().keyFormat(), ArrayType.ACTIVATION_GRAD, workspaces)
            };
        }
    }

    @Override
    void release() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
        owned.close();
    }
}
