package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Decodes with a language model: the prompt in one pass of its blocks, then a token at a time with a cache per layer, so
 * that the cost of a token does not grow with what came before (except in layers of full attention).
 *
 * <p>For local and full attention this equals a pass over the whole sequence; for LSH see {@link LshCache}.
 */
public final class LanguageDecoder implements Decoder {

    private final LanguageModel model;
    private final ReformerConfig config;
    private final Step step;
    private final TokenModel tokens;
    private final List<List<AttentionCache>> caches = new ArrayList<>();
    private int position;

    /**
     * A decoder at its beginning.
     *
     * @param model whose weights it reads
     * @param step seed of the rotations
     * @param expectedLength tokens that prompt and continuation will have together, which an automatic number of buckets
     *     goes by; 0: as many as the model holds
     */
    public LanguageDecoder(LanguageModel model, Step step, int expectedLength) {
        this.model = model;
        this.step = step;
        int length = expectedLength == 0 ? model.config().maxPositions() : expectedLength;
        int[] factors = model.config()
                .lsh()
                .buckets()
                .factorsFor(length, model.config().lsh().chunkLength());
        config = model.config().withBuckets(Buckets.of(factors));
        tokens = new TokenModel(config, model.weights());
    }

    @Override
    public double[][] ingest(int[][] ids) {
        requireState(position == 0, "a decoder takes its prompt once, and has %d positions already", position);
        position = ids[0].length;
        for (int row = 0; row < ids.length; row++) {
            caches.add(newCaches());
        }
        try (INDArray logits = model.ingest(ids, config.lsh().buckets(), step, this::fill)) {
            return logits.toDoubleMatrix();
        }
    }

    private void fill(int layer, INDArray x) {
        for (int row = 0; row < caches.size(); row++) {
            INDArray prompt =
                    x.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, position), NDArrayIndex.all()); // [n, d]
            caches.get(row).get(layer).fill(prompt);
        }
    }

    private List<AttentionCache> newCaches() {
        List<AttentionCache> ofRow = new ArrayList<>();
        for (int layer = 0; layer < config.attentionLayers().size(); layer++) {
            ofRow.add(cache(layer, config.attentionLayers().get(layer)));
        }
        return ofRow;
    }

    private AttentionCache cache(int layer, AttentionKind kind) {
        String path = "layers." + layer + ".attention.self_attention";
        Weights weights = model.weights().at(path);
        return switch (kind) {
            case LSH -> lsh(path, weights);
            case LOCAL -> RecentCache.local(ReformerLayers.local(config), Projections.separate(weights));
            case FULL, FULL_SHARED -> {
                boolean shared = kind == AttentionKind.FULL_SHARED;
                yield RecentCache.full(
                        ReformerLayers.full(config, shared),
                        shared ? Projections.shared(weights) : Projections.separate(weights));
            }
        };
    }

    private AttentionCache lsh(String path, Weights weights) {
        LshAttentionConfig lsh = ReformerLayers.lsh(config);
        int[] factors = lsh.buckets().factorsFor(config.maxPositions(), lsh.chunkLength());
        int directions = Arrays.stream(factors).sum() / 2;
        try (INDArray rotations =
                step.at(path).rotations(weights.type(), lsh.heads(), lsh.headSize(), lsh.rounds(), directions)) {
            return new LshCache(lsh, Projections.shared(weights), new TokenHash(rotations, factors));
        }
    }

    @Override
    public double[][] next(int... ids) {
        requireState(ids.length == caches.size(), "%d sequences, but %d tokens", caches.size(), ids.length);
        double[][] logits = new double[ids.length][];
        for (int row = 0; row < ids.length; row++) {
            logits[row] = tokens.next(ids[row], position, caches.get(row));
        }
        position++;
        return logits;
    }

    /** Scores of a query with a key that tokens after the prompt have cost so far, over all layers, heads and rounds. */
    long scored() {
        return caches.stream()
                .flatMap(List::stream)
                .mapToLong(AttentionCache::scored)
                .sum();
    }

    @Override
    public int maxPositions() {
        return config.maxPositions();
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }
}
