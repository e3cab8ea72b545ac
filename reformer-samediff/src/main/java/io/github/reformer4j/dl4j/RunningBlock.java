package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layer that computes a {@link BlockLayer}. An activation for training keeps its pass until the backward pass, the next
 * activation, or {@link #clear}; one for inference keeps nothing, and is recorded again should a gradient be asked for after
 * all, as a frozen layer amid a network does.
 */
final class RunningBlock extends RunningSequences<BlockLayer> {

    private final transient Block block;
    private final transient List<ParameterSpec> specs;
    private transient @Nullable HostPass kept;
    private boolean trained;

    RunningBlock(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        block = layerConf().block(layerConf().inputSize()).toBlock();
        specs = block.parameters();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        release();
        trained = training;
        applyDropOutIfNecessary(training, workspaces);
        HostPass.Call call = call(workspaces);
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside) {
            if (!training) {
                try (INDArray rows = HostPass.forward(call, input, dataType)) {
                    return activations(rows, workspaces);
                }
            }
            HostPass pass = HostPass.record(call, input, dataType);
            kept = pass;
            return activations(pass.output(), workspaces);
        }
    }

    private INDArray activations(INDArray rows, LayerWorkspaceMgr workspaces) {
        return toHost(rows, outputMask(), ArrayType.ACTIVATIONS, workspaces);
    }

    private @Nullable PaddingMask outputMask() {
        return layerConf().masksOutput() ? mask() : null;
    }

    private HostPass.Call call(LayerWorkspaceMgr workspaces) {
        Step step = trained ? Step.training(seed(true)) : Step.inference(seed(false));
        return new HostPass.Call(
                block,
                byName(key -> getParamWithNoise(key, trained, workspaces)),
                step.withMask(mask()).withRecorder(AttentionRecorder.inForce()),
                layerConf().format());
    }

    private Map<String, INDArray> byName(Function<String, INDArray> byKey) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        specs.forEach(spec -> arrays.put(spec.name(), byKey.apply(SpecifiedParameters.key(spec))));
        return arrays;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        HostPass.Call call = call(workspaces);
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        INDArray next;
        try (outside) {
            HostPass pass = kept == null ? HostPass.record(call, input, dataType) : kept;
            kept = pass;
            try (INDArray dx = pass.backward(epsilon, byName(key -> gradientViews.get(key)), outputMask())) {
                next = toHost(dx, null, ArrayType.ACTIVATION_GRAD, workspaces);
            }
        }
        release();
        weightNoiseParams.clear();
        return new Pair<>(gradients(), dropoutApplied ? backpropDropOutIfPresent(next) : next);
    }

    /** Whether a pass waits for its backward pass. */
    boolean keepsPass() {
        return kept != null;
    }

    private void release() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    @Override
    public void clear() {
        release();
        super.clear();
    }
}
