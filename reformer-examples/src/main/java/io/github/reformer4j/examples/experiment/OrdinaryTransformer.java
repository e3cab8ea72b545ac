package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Sequential;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.TokenEmbedding;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerLayers;
import io.github.reformer4j.model.ReformerModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A causal language model of the same blocks as a {@link io.github.reformer4j.model.LanguageModel}, around one residual stream
 * in place of two reversible ones: x ← x + attention(x), x ← x + feedForward(x), then a norm and the logits (section 3 compares
 * the two). Its last norm and its head are half as deep, everything else has the same parameters.
 */
public final class OrdinaryTransformer implements ReformerModel {

    private static final String EMBEDDINGS = "embeddings";
    private static final String HEAD = "lm_head";

    private final ReformerConfig config;
    private final TokenEmbedding embedding;
    private final Block body;
    private final ChunkedCrossEntropy loss;
    private final Weights weights;

    private OrdinaryTransformer(ReformerConfig config, DataType type, long seed) {
        require(config.causal(), "a language model needs a causal configuration, got causal = %s", config.causal());
        this.config = config;
        embedding = ReformerLayers.embedding(config);
        body = body(config);
        loss = new ChunkedCrossEntropyConfig(
                        config.hiddenSize(), config.vocabularySize(), config.lossChunk(), config.initializerRange())
                .toLoss();
        weights = Weights.create(parameters(), type, seed);
    }

    /** A fresh model; the seed decides its weights. */
    public static OrdinaryTransformer create(ReformerConfig config, DataType type, long seed) {
        return new OrdinaryTransformer(config, type, seed);
    }

    private static Block body(ReformerConfig config) {
        List<Sequential.Part> parts = new ArrayList<>();
        List<Block> residuals = ReformerLayers.residuals(config);
        for (int i = 0; i < residuals.size(); i++) {
            parts.add(new Sequential.Part("residuals." + i, new Residual(residuals.get(i))));
        }
        Block norm = new LayerNormConfig(config.hiddenSize(), config.layerNormEpsilon()).toBlock();
        parts.add(new Sequential.Part("layer_norm", norm));
        return new Sequential(parts);
    }

    @Override
    public ReformerConfig config() {
        return config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        embedding.parameters().forEach(spec -> specs.add(spec.under(EMBEDDINGS)));
        body.parameters().forEach(spec -> specs.add(spec.withDeviation(config.initializerRange())));
        loss.parameters().forEach(spec -> specs.add(spec.under(HEAD)));
        return specs;
    }

    @Override
    public Weights weights() {
        return weights;
    }

    @Override
    public Loss lossAndGradients(Batch batch, Step step, double scale, Gradients into) {
        Step masked = step.withMask(batch.mask());
        try (INDArray x = embedding.embed(batch.ids(), 0, weights.at(EMBEDDINGS));
                Pass pass = body.record(x, weights, masked);
                INDArray dHidden = pass.output().like()) {
            ChunkedCrossEntropy.Sum sum = loss.lossAndGradients(
                    pass.output(), labels(batch), scale, weights.at(HEAD), into.at(HEAD), dHidden);
            try (INDArray dx = pass.backward(dHidden, into)) {
                embedding.backward(batch.ids(), 0, dx, into.at(EMBEDDINGS));
            }
            return new Loss(sum.sum(), sum.count());
        }
    }

    @Override
    public Loss loss(Batch batch, Step step) {
        try (INDArray hidden = hidden(batch.ids(), step.withMask(batch.mask()))) {
            ChunkedCrossEntropy.Sum sum = loss.loss(hidden, labels(batch), weights.at(HEAD));
            return new Loss(sum.sum(), sum.count());
        }
    }

    /** [b, n, V]. */
    @Override
    public INDArray logits(int[][] ids, @Nullable PaddingMask mask, Step step) {
        try (INDArray hidden = hidden(ids, step.withMask(mask))) {
            return loss.logits(hidden, weights.at(HEAD)).reshape(ids.length, ids[0].length, config.vocabularySize());
        }
    }

    private INDArray hidden(int[][] ids, Step step) {
        try (INDArray x = embedding.embed(ids, 0, weights.at(EMBEDDINGS))) {
            return body.forward(x, weights, step); // [b, n, d]
        }
    }

    /** Position t predicts label t + 1; labels may go one further than ids. */
    private static int[] labels(Batch batch) {
        int length = batch.length();
        int[] labels = new int[batch.size() * length];
        Arrays.fill(labels, Batch.IGNORED);
        for (int row = 0; row < batch.size(); row++) {
            int[] given = batch.labels()[row];
            System.arraycopy(given, 1, labels, row * length, given.length - 1);
        }
        return labels;
    }

    @Override
    public void close() {
        weights.close();
    }
}
