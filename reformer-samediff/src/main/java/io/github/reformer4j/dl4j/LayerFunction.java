package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Any layer of Deeplearning4j as a block. It works in a workspace of its own, which is empty again after forward and after
 * backward, so that nothing of it is kept or left to the garbage collector; backward activates the layer again first, for
 * some layers remember things from there.
 *
 * <p>The layer has its parameters and writes its gradients itself, so that the block has none.
 */
final class LayerFunction implements RunningFunction {

    private static final String WORKSPACE = "REFORMER_REVERSIBLE_LAYER";
    private static final String LOOP = "REFORMER_REVERSIBLE_LOOP";
    private static final WorkspaceConfiguration CONFIGURATION = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.02)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final NeuralNetConfiguration conf;
    private final Layer layer;
    private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.builder()
            .defaultWorkspace(WORKSPACE, CONFIGURATION)
            .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, LOOP, CONFIGURATION)
            .with(ArrayType.RNN_BP_LOOP_WORKING_MEM, LOOP, CONFIGURATION)
            .build();
    private Map<String, INDArray> gradients = Map.of();
    private @Nullable INDArray mask;

    /**
     * A function.
     *
     * @param flat parameters, of one axis; null: there are none
     * @param initialize whether they are to be filled
     */
    LayerFunction(NeuralNetConfiguration conf, int index, @Nullable INDArray flat, boolean initialize, DataType type) {
        this.conf = conf;
        layer = conf.getLayer().instantiate(conf, null, index, flat, initialize, type);
    }

    @Override
    public Block block() {
        return new LayerBlock();
    }

    @Override
    public Map<String, INDArray> parameters() {
        return layer.paramTable(false);
    }

    @Override
    public Map<String, INDArray> weights() {
        return Map.of();
    }

    @Override
    public void placeGradients(@Nullable INDArray flat) {
        if (flat != null) {
            layer.setBackpropGradientsViewArray(flat);
            gradients = conf.getLayer().initializer().getGradientsFromFlattened(conf, flat);
        }
    }

    @Override
    public Map<String, INDArray> gradients() {
        return gradients;
    }

    @Override
    public Map<String, INDArray> sums() {
        return Map.of();
    }

    @Override
    public void setMask(@Nullable INDArray newMask) {
        mask = newMask;
    }

    @Override
    public boolean dividesByExamples(String key) {
        return layer.updaterDivideByMinibatch(key);
    }

    private final class LayerBlock implements Block {

        @Override
        public List<ParameterSpec> parameters() {
            return List.of();
        }

        @Override
        public INDArray forward(INDArray x, Weights weights, Step step) {
            MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, WORKSPACE);
            try (workspace) {
                return outside(activate(x, step));
            } finally {
                layer.clear();
            }
        }

        @Override
        public Pass record(INDArray x, Weights weights, Step step) {
            return new RecordedPass(forward(x, weights, step), new Temporaries(), (dy, into) -> backward(x, dy, step));
        }

        private INDArray backward(INDArray x, INDArray dy, Step step) {
            MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, WORKSPACE);
            try (workspace) {
                activate(x, step);
                INDArray slopes = workspaces.dup(ArrayType.BP_WORKING_MEM, dy, 'c'); // layers may change it
                return outside(layer.backpropGradient(slopes, workspaces).getSecond());
            } finally {
                layer.clear();
            }
        }

        private INDArray activate(INDArray x, Step step) {
            if (mask != null) {
                layer.setMaskArray(mask);
            }
            // A copy, for layers may change their input.
            layer.setInput(workspaces.dup(ArrayType.INPUT, x, 'c'), workspaces);
            return layer.activate(step.training(), workspaces);
        }
    }

    /** A copy in c order that belongs to the caller. */
    private static INDArray outside(INDArray array) {
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside) {
            return Nd4j.createUninitialized(array.dataType(), array.shape(), 'c')
                    .assign(array);
        }
    }
}
