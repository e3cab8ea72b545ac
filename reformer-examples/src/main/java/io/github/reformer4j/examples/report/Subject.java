package io.github.reformer4j.examples.report;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a report looks at: a model as it reads a text, and one head of one of its LSH layers.
 *
 * @param config of the model
 * @param weights of the model, which stay the caller's
 * @param tokenizer of the text
 * @param ids of the text
 * @param layer one that hashes, from 0
 * @param head from 0
 * @param seed of the rotations
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Subject(
        ReformerConfig config, Weights weights, Tokenizer tokenizer, int[] ids, int layer, int head, long seed) {

    /** Rounds of hashing that are recorded together, of which shares by fewer are made. */
    static final int MOST_ROUNDS = 16;

    public Subject {
        List<Integer> hashing = hashing(config);
        require(
                hashing.contains(layer),
                "--layer %d is no LSH layer of the model; it has LSH layers %s (from 0)",
                layer,
                hashing);
        require(
                head >= 0 && head < config.heads(),
                "--head must lie between 0 and %d, got %d",
                config.heads() - 1,
                head);
        require(
                ids.length > config.lsh().chunkLength(),
                "--length must be more than the %d tokens of a chunk, below which nothing is hashed, got %d",
                config.lsh().chunkLength(),
                ids.length);
    }

    /** The last layer that hashes, or the one that is asked for. */
    public static int layer(ReformerConfig config, @Nullable Integer asked) {
        List<Integer> hashing = hashing(config);
        require(
                !hashing.isEmpty(),
                "the model has no LSH layer, its layers are %s; choose another --model",
                config.attentionLayers());
        return asked == null ? hashing.get(hashing.size() - 1) : asked;
    }

    private static List<Integer> hashing(ReformerConfig config) {
        return IntStream.range(0, config.attentionLayers().size())
                .filter(i -> config.attentionLayers().get(i) == AttentionKind.LSH)
                .boxed()
                .toList();
    }

    /** What all LSH layers record while the model reads the first tokens, with this number of rounds. */
    List<RecordedAttention> read(int tokens, int rounds) {
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        Batch batch = Batch.causal(new int[][] {Arrays.copyOf(ids, tokens)});
        // Not closed: that would close the weights, which are the caller's.
        LanguageModel model = new LanguageModel(config.withRounds(rounds), weights);
        model.loss(batch, Step.inference(seed).withRecorder(recorder));
        return recorder.entries();
    }

    /** The entry of the layer that is looked at. */
    RecordedAttention chosen(List<RecordedAttention> entries) {
        String path = "layers." + layer + ".";
        return entries.stream()
                .filter(entry -> entry.path().startsWith(path))
                .findFirst()
                .orElseThrow();
    }
}
