package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layer that computes a {@link ChunkedSoftmaxOutputLayer}. The backward pass has the loss besides the gradients, and the
 * score that the host asks for next is that, not a second evaluation.
 */
final class RunningSoftmax extends RunningOutput {

    private final transient ChunkedCrossEntropy loss;

    RunningSoftmax(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        loss = layerConf().loss(layerConf().inputSize()).toLoss();
    }

    private Weights weights(boolean training, LayerWorkspaceMgr workspaces, Temporaries owned) {
        DataType type = SequenceArrays.computed(dataType);
        return Weights.of(Map.of(
                "weight",
                SequenceArrays.dense(
                        getParamWithNoise(ChunkedSoftmaxOutputLayer.WEIGHT, training, workspaces), type, owned),
                "bias",
                SequenceArrays.dense(
                        getParamWithNoise(ChunkedSoftmaxOutputLayer.BIAS, training, workspaces), type, owned)));
    }

    private INDArray rows(Temporaries owned) {
        return SequenceArrays.toBlock(input, layerConf().format(), SequenceArrays.computed(dataType), owned);
    }

    private int[] classes() {
        requireState(
                labels != null, "%s has no labels to compare with", layerConf().describe());
        return new ClassLabels(
                        batch(),
                        length(),
                        layerConf().getNOut(),
                        layerConf().format(),
                        layerConf().describe())
                .of(Objects.requireNonNull(labels), mask());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside;
                Temporaries owned = new Temporaries()) {
            INDArray rows = rows(owned);
            INDArray flat = owned.add(loss.logits(rows, weights(training, workspaces, owned))); // [b · n, V]
            Nd4j.getExecutioner().exec(new SoftMax(flat, flat, 1));
            INDArray probabilities = flat.reshape('c', batch(), length(), flat.size(1));
            return toHost(probabilities, mask(), ArrayType.ACTIVATIONS, workspaces);
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        applyDropOutIfNecessary(true, workspaces);
        INDArray next;
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside;
                Temporaries owned = new Temporaries()) {
            INDArray rows = rows(owned);
            INDArray dx = owned.add(rows.ulike());
            remember(lossAndGradients(rows, dx, workspaces, owned));
            next = toHost(dx, null, ArrayType.ACTIVATION_GRAD, workspaces);
        }
        return new Pair<>(gradients(), backpropDropOutIfPresent(next));
    }

    private double lossAndGradients(INDArray rows, INDArray dx, LayerWorkspaceMgr workspaces, Temporaries owned) {
        int[] classes = classes();
        double count = (double)
                Arrays.stream(classes).filter(label -> label >= 0).count(); // the host wants the sum, not the mean
        Weights weights = weights(true, workspaces, owned);
        Map<String, INDArray> views = Map.of(
                "weight",
                gradientViews.get(ChunkedSoftmaxOutputLayer.WEIGHT),
                "bias",
                gradientViews.get(ChunkedSoftmaxOutputLayer.BIAS));
        return HostGradients.into(
                views,
                weights,
                rows.dataType(),
                into -> loss.lossAndGradients(rows, classes, count, weights, into, dx)
                        .sum());
    }

    @Override
    double lossOfAll(boolean training, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside;
                Temporaries owned = new Temporaries()) {
            return loss.loss(rows(owned), classes(), weights(training, workspaces, owned))
                    .sum();
        }
    }

    @Override
    double[] lossByExample(LayerWorkspaceMgr workspaces) {
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try (outside;
                Temporaries owned = new Temporaries()) {
            INDArray rows = Rows.of(rows(owned)); // [b · n, d]
            int[] classes = classes();
            Weights weights = weights(false, workspaces, owned);
            int length = Math.toIntExact(length());
            double[] losses = new double[Math.toIntExact(batch())];
            for (int example = 0; example < losses.length; example++) {
                int from = example * length;
                int[] own = Arrays.copyOfRange(classes, from, from + length);
                losses[example] = loss.loss(Rows.range(rows, from, from + length), own, weights)
                        .sum();
            }
            return losses;
        }
    }
}
