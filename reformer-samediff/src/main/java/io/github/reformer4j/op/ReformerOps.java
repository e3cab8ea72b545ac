package io.github.reformer4j.op;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.reversible.ReversibleConfig;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of a Reformer in a SameDiff graph, in the manner of {@code sd.nn()}:
 * {@code ReformerOps.of(sd).lshSelfAttention("attention", x, config)}. Weights become trainable variables
 * {@code NAME.PARAMETER}; an operation keeps nothing between forward and backward.
 *
 * <p>A graph that holds them is saved as any other; before it is loaded in a new JVM, {@link #register} must have run.
 */
public final class ReformerOps {

    static {
        ImportClassMapping.getOpNameMapping().put(FunctionOp.NAME, new FunctionOp());
        ImportClassMapping.getOpNameMapping().put(FunctionGradientOp.NAME, new FunctionGradientOp());
    }

    private final SameDiff sd;
    private final long seed;

    private ReformerOps(SameDiff sd, long seed) {
        this.sd = sd;
        this.seed = seed;
    }

    /** Makes the operations known to SameDiff, so that graphs that hold them can be loaded. */
    public static void register() {
        // The static initialiser does it, once.
    }

    /** The operations for this graph. */
    public static ReformerOps of(SameDiff sd) {
        return new ReformerOps(sd, 0);
    }

    /** The same with another seed of fresh weights, dropout and rotations. */
    public ReformerOps withSeed(long newSeed) {
        return new ReformerOps(sd, newSeed);
    }

    /** Shared-QK LSH self-attention: [b, n, d_model] to [b, n, h · headSize]. */
    public SDVariable lshSelfAttention(String name, SDVariable x, LshAttentionConfig config) {
        return block(name, x, config, OpInputs.none());
    }

    /** The same with a mask, chance or training flag. */
    public SDVariable lshSelfAttention(String name, SDVariable x, LshAttentionConfig config, OpInputs inputs) {
        return block(name, x, config, inputs);
    }

    /** Local self-attention: [b, n, d_model] to [b, n, h · headSize]. */
    public SDVariable localSelfAttention(String name, SDVariable x, LocalAttentionConfig config, OpInputs inputs) {
        return block(name, x, config, inputs);
    }

    /** Exact self-attention with memory linear in n: [b, n, d_model] to [b, n, h · headSize]. */
    public SDVariable fullSelfAttention(String name, SDVariable x, FullAttentionConfig config, OpInputs inputs) {
        return block(name, x, config, inputs);
    }

    /** Two dense layers, in chunks of positions: [.., d] to [.., d]. */
    public SDVariable chunkedFeedForward(String name, SDVariable x, FeedForwardConfig config, OpInputs inputs) {
        return block(name, x, config, inputs);
    }

    /** Layer norm over the last axis. */
    public SDVariable layerNorm(String name, SDVariable x, LayerNormConfig config) {
        return block(name, x, config, OpInputs.none());
    }

    /** A linear map of the last axis. */
    public SDVariable linear(String name, SDVariable x, LinearConfig config) {
        return block(name, x, config, OpInputs.none());
    }

    /** Reversible layers: memory does not grow with their number. */
    public SDVariable reversible(String name, SDVariable x, ReversibleConfig config, OpInputs inputs) {
        return block(name, x, config, inputs);
    }

    /** Any block. */
    public SDVariable block(String name, SDVariable x, BlockConfig config, OpInputs inputs) {
        List<SDVariable> all = new ArrayList<>(List.of(x));
        all.addAll(weights(name, config.toBlock().parameters(), x.dataType()));
        for (SDVariable input : new SDVariable[] {inputs.mask(), inputs.chance(), inputs.training()}) {
            if (input != null) {
                all.add(input);
            }
        }
        BlockFunction.Form form = new BlockFunction.Form(
                config, inputs.mask() != null, inputs.chance() != null, inputs.training() != null);
        return add(name, OpFunctions.BLOCK, OpJson.write(form), all);
    }

    /**
     * Token ids as vectors, with their positions: [b, n] of whole numbers to [b, n, d]. The gradient of a repeated id is
     * right, which that of {@code sd.gather} is not.
     */
    public SDVariable tokenEmbedding(String name, SDVariable ids, TokenEmbeddingConfig config, DataType type) {
        List<SDVariable> all =
                new ArrayList<>(weights(name, config.toEmbedding().parameters(), type));
        all.add(ids);
        return add(name, OpFunctions.EMBEDDING, OpJson.write(config), all);
    }

    /**
     * The mean softmax cross entropy of x W + b against labels, in chunks, so that the logits never exist whole.
     *
     * @param x [.., d]
     * @param labels [..], whole numbers; a negative one counts for nothing
     * @return a scalar; make it the loss with {@code setLossVariables}
     */
    public SDVariable chunkedCrossEntropy(
            String name, SDVariable x, SDVariable labels, ChunkedCrossEntropyConfig config) {
        List<SDVariable> all = new ArrayList<>(List.of(x));
        all.addAll(weights(name, config.toLoss().parameters(), x.dataType()));
        all.add(labels);
        return add(name, OpFunctions.CROSS_ENTROPY, OpJson.write(config), all);
    }

    private List<SDVariable> weights(String name, List<ParameterSpec> parameters, DataType type) {
        require(
                !sd.hasVariable(name),
                "the graph has a variable %s already; give each operation a name of its own",
                name);
        require(
                type.isFPType(),
                "operation %s needs an input of a floating type, got %s; token ids go through tokenEmbedding",
                name,
                type);
        List<SDVariable> variables = new ArrayList<>();
        for (ParameterSpec parameter : parameters) {
            String variable = name + "." + parameter.name();
            INDArray fresh =
                    parameter.initializer().create(type, CounterRandom.derive(seed, variable), parameter.sizes());
            variables.add(sd.var(variable, fresh));
        }
        return variables;
    }

    private SDVariable add(String name, String kind, String json, List<SDVariable> inputs) {
        long key = CounterRandom.derive(seed, name);
        FunctionOp op = new FunctionOp(sd, inputs.toArray(SDVariable[]::new), kind, json, key);
        return op.outputVariables(name)[0];
    }
}
