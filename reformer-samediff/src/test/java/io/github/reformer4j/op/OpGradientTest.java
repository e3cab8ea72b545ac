package io.github.reformer4j.op;

import static java.util.Objects.requireNonNull;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleConfig;
import io.github.reformer4j.reversible.ReversibleConfig.Layer;
import io.github.reformer4j.reversible.StreamLayout;
import io.github.reformer4j.testing.GradientCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient of every operation of the namespace against differences, in double, with padding and with dropout. */
class OpGradientTest {

    private static final int DEPTH = 6;
    private static final INDArray MASK =
            Nd4j.createFromArray(new double[][] {{0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}});

    /** An operation of the namespace on x [2, 11, 6]. */
    @FunctionalInterface
    interface Operation {
        SDVariable add(ReformerOps ops, SDVariable x, OpInputs inputs);
    }

    static Stream<Operation> operations() {
        LshAttentionConfig lsh = LshAttentionConfig.of(DEPTH, 2, 3, 4).withRounds(2);
        LocalAttentionConfig local = local(0.2);
        FeedForwardConfig feedForward = new FeedForwardConfig(DEPTH, 8, Activation.GELU, 4, 0.2, 0.3);
        BlockConfig attention = new SequentialConfig(List.of(
                new Part("norm", new LayerNormConfig(DEPTH, 1e-5)),
                new Part("attention", lsh.withDropout(0.2)),
                new Part("drop", new DropoutConfig(0.2))));
        ReversibleConfig reversible = new ReversibleConfig(
                List.of(Layer.of(attention, feedForward), Layer.of(local, feedForward)),
                MemoryMode.REVERSIBLE,
                StreamLayout.duplicate());
        return Stream.of(
                (ops, x, inputs) -> ops.lshSelfAttention("op", x, lsh.withDropout(0.2), inputs),
                (ops, x, inputs) ->
                        ops.lshSelfAttention("op", x, lsh.withCausal(false).withRefinements(true, true), inputs),
                (ops, x, inputs) -> ops.lshSelfAttention("op", x, lsh.withSemantics(Semantics.REFERENCE), inputs),
                (ops, x, inputs) -> ops.localSelfAttention("op", x, local, inputs),
                (ops, x, inputs) ->
                        ops.fullSelfAttention("op", x, new FullAttentionConfig(DEPTH, 2, 3, true, false, 0.2), inputs),
                (ops, x, inputs) ->
                        ops.fullSelfAttention("op", x, new FullAttentionConfig(DEPTH, 2, 3, false, true, 0.2), inputs),
                (ops, x, inputs) -> ops.chunkedFeedForward("op", x, feedForward, inputs),
                (ops, x, inputs) -> ops.layerNorm("op", x, new LayerNormConfig(DEPTH, 1e-5)),
                (ops, x, inputs) -> ops.linear("op", x, new LinearConfig(DEPTH, 4, true, 0.5)),
                (ops, x, inputs) -> ops.reversible("op", x, reversible, inputs),
                (ops, x, inputs) -> ops.block("op", x, new DropoutConfig(0.3), inputs));
    }

    private static LocalAttentionConfig local(double dropout) {
        return new LocalAttentionConfig(DEPTH, 2, 3, 4, 1, 0, true, dropout, Semantics.PAPER, 4);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withPaddingAndDropout(Operation operation) {
        check(operation, true);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutPadding(Operation operation) {
        check(operation, false);
    }

    private static void check(Operation operation, boolean masked) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.var("x", GradientCheck.random(1, 2, 11, DEPTH));
        OpInputs inputs = OpInputs.none()
                .withChance(sd.constant("chance", Nd4j.scalar(DataType.INT64, 5)))
                .withTraining(sd.constant("training", Nd4j.scalar(DataType.INT32, 1)));
        SDVariable y =
                operation.add(ReformerOps.of(sd), x, masked ? inputs.withMask(sd.constant("mask", MASK)) : inputs);
        check(sd, y);
    }

    static Stream<TokenEmbeddingConfig> embeddings() {
        return Stream.of(
                TokenEmbeddingConfig.axial(5, DEPTH, List.of(4, 3), List.of(2, 4)),
                new TokenEmbeddingConfig(5, DEPTH, 0.5, List.of(), List.of(), 12, false),
                new TokenEmbeddingConfig(5, DEPTH, 0.5, List.of(), List.of(), 0, true));
    }

    @ParameterizedTest
    @MethodSource("embeddings")
    void ofAnEmbeddingWithRepeatedIds(TokenEmbeddingConfig config) {
        SameDiff sd = SameDiff.create();
        SDVariable ids = sd.constant("ids", Nd4j.createFromArray(new int[][] {{1, 4, 1, 1, 0}, {2, 2, 3, 1, 4}}));
        check(sd, ReformerOps.of(sd).tokenEmbedding("op", ids, config, DataType.DOUBLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 100})
    void ofACrossEntropyInChunksSomeOfWhoseLabelsCountForNothing(int chunk) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.var("x", GradientCheck.random(1, 2, 5, DEPTH));
        SDVariable labels =
                sd.constant("labels", Nd4j.createFromArray(new int[][] {{1, -1, 0, 3, 2}, {3, 3, -1, 0, -1}}));
        check(
                sd,
                ReformerOps.of(sd)
                        .chunkedCrossEntropy("op", x, labels, new ChunkedCrossEntropyConfig(DEPTH, 4, chunk, 0.5)));
    }

    /** Checks the gradients of x and of all weights, those of a sum of y with random weights. */
    private static void check(SameDiff sd, SDVariable y) {
        SDVariable slope = sd.constant("slope", GradientCheck.random(2, y.eval().shape()));
        y.mul(slope).sum("loss").markAsLoss();
        String[] names = sd.variables().stream()
                .map(variable -> variable.name())
                .filter(name -> name.equals("x") || name.startsWith("op."))
                .toArray(String[]::new);
        Map<String, INDArray> gradients = sd.calculateGradients(new HashMap<>(), names);
        for (String name : names) {
            GradientCheck.check(
                    name,
                    sd.getVariable(name).getArr(),
                    requireNonNull(gradients.get(name)).dup('c'),
                    () -> requireNonNull(sd.output(new HashMap<>(), "loss").get("loss"))
                            .getDouble(0),
                    3);
        }
    }
}
