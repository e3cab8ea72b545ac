package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.reversible.Reversible;
import io.github.reformer4j.reversible.ReversibleLayer;
import io.github.reformer4j.reversible.ReversibleSequence;
import io.github.reformer4j.reversible.StreamLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The vertex that computes a {@link ReversibleVertex}. */
final class RunningReversible extends RunningVertex<ReversibleVertex> {

    private final transient List<RunningFunction> functions = new ArrayList<>();
    private final transient Reversible blocks;
    private final transient Weights weights;
    private transient @Nullable Pass kept;
    private final transient Temporaries owned = new Temporaries(); // what the pass looks at
    private boolean trained;

    RunningReversible(
            ReversibleVertex config,
            ComputationGraph graph,
            String name,
            int index,
            @Nullable INDArray flat,
            boolean initialize,
            DataType type) {
        super(config, graph, name, index, flat, type);
        eachPart(flat, (i, part) -> {
            long seed = CounterRandom.derive(
                    graph.getConfiguration().getDefaultConfiguration().getSeed(),
                    name + "." + ReversibleVertex.path(i));
            functions.add(config.functions().get(i).running(index, part, initialize, seed, type));
        });
        blocks = new Reversible(new ReversibleSequence(layers(), config.memory()), StreamLayout.split(config.axis()));
        weights = Weights.of(byPath("layers.", RunningFunction::weights));
    }

    private List<ReversibleLayer> layers() {
        return IntStream.range(0, functions.size() / 2)
                .mapToObj(i -> new ReversibleLayer(
                        "f",
                        functions.get(2 * i).block(),
                        "g",
                        functions.get(2 * i + 1).block()))
                .toList();
    }

    @FunctionalInterface
    private interface PartAction {
        void on(int function, @Nullable INDArray part);
    }

    /** The part of every function of an array of all parameters or gradients; null where it has none. */
    private void eachPart(@Nullable INDArray flat, PartAction action) {
        long from = 0;
        for (int i = 0; i < vertex().functions().size(); i++) {
            long to = from + vertex().functions().get(i).numParams();
            action.on(i, flat == null || to == from ? null : flat.get(NDArrayIndex.interval(from, to)));
            from = to;
        }
    }

    private Map<String, INDArray> byPath(String prefix, Function<RunningFunction, Map<String, INDArray>> arrays) {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            String path = prefix + ReversibleVertex.path(i);
            arrays.apply(functions.get(i)).forEach((key, array) -> all.put(path + key, array));
        }
        return all;
    }

    @Override
    Map<String, INDArray> parameters() {
        return byPath("", RunningFunction::parameters);
    }

    @Override
    Map<String, INDArray> gradients() {
        return byPath("", RunningFunction::gradients);
    }

    @Override
    void placeGradients(INDArray flat) {
        eachPart(flat.reshape(flat.length()), (i, part) -> functions.get(i).placeGradients(part));
    }

    @Override
    public boolean updaterDivideByMinibatch(String key) {
        return functions.get(ReversibleVertex.function(key)).dividesByExamples(ReversibleVertex.keyInside(key));
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
        trained = training;
        if (training) {
            Pass pass = record();
            kept = pass;
            return toHost(pass.output(), ArrayType.ACTIVATIONS, workspaces);
        }
        try (Temporaries temporaries = new Temporaries();
                INDArray y = blocks.forward(input(temporaries), weights, step())) {
            return toHost(y, ArrayType.ACTIVATIONS, workspaces);
        }
    }

    private Pass record() {
        return blocks.record(input(owned), weights, step());
    }

    private Step step() {
        @Nullable INDArray mask = mask(0);
        functions.forEach(function -> function.setMask(mask));
        Step step = (trained ? Step.training(seed(true)) : Step.inference(seed(false)))
                .withRecorder(AttentionRecorder.inForce());
        if (mask == null || inputs[0].rank() != 3) {
            return step;
        }
        int steps = vertex().axis() == 1 ? 2 : 1;
        return step.withMask(StepMask.of(mask, inputs[0].size(0), inputs[0].size(steps), vertex().describe()));
    }

    private INDArray input(Temporaries owner) {
        if (inputs.length == 1) {
            return SequenceArrays.dense(inputs[0], dataType, owner);
        }
        Check.requireShape("the second input of " + vertex().describe(), inputs[1], inputs[0].shape());
        return owner.add(Nd4j.concat(vertex().axis(), inputs[0], inputs[1]));
    }

    @Override
    INDArray[] backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pass pass = kept == null ? record() : kept;
        kept = pass;
        Map<String, INDArray> sums = byPath("layers.", RunningFunction::sums);
        sums.values().forEach(sum -> sum.assign(0));
        try (Temporaries temporaries = new Temporaries()) {
            INDArray dy = SequenceArrays.dense(epsilon, dataType, temporaries);
            INDArray dx = temporaries.add(pass.backward(dy, Gradients.into(sums, weights)));
            long half = dx.size(vertex().axis()) / 2;
            return inputs.length == 1
                    ? new INDArray[] {toHost(dx, ArrayType.ACTIVATION_GRAD, workspaces)}
                    : new INDArray[] {
                        toHost(part(dx, 0, half), ArrayType.ACTIVATION_GRAD, workspaces),
                        toHost(part(dx, half, 2 * half), ArrayType.ACTIVATION_GRAD, workspaces)
                    };
        }
    }

    private INDArray part(INDArray whole, long from, long to) {
        INDArrayIndex[] indices = new INDArrayIndex[whole.rank()];
        Arrays.fill(indices, NDArrayIndex.all());
        indices[vertex().axis()] = NDArrayIndex.interval(from, to);
        return whole.get(indices);
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
