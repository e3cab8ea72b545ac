package io.github.reformer4j.model;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A training step or a forward pass of a model as a list of what is taken and given back, in the order of
 * {@link ReformerEncoder} and of the passes of {@link io.github.reformer4j.reversible}: their memory at its highest.
 */
final class StepMemory {

    private final ReformerConfig config;
    private final List<ParameterSpec> parameters;
    private final Sizes sizes;
    private final List<BlockMemory> attention;
    private final BlockMemory feedForward;
    private final BlockMemory norm;
    private final MemoryLedger ledger = new MemoryLedger();

    private StepMemory(ReformerConfig config, List<ParameterSpec> parameters, Workload load) {
        this.config = config;
        this.parameters = parameters;
        sizes = Sizes.of(config, load);
        attention = config.attentionLayers().stream()
                .map(kind -> BlockMemory.attention(sizes, kind))
                .toList();
        feedForward = BlockMemory.feedForward(sizes);
        norm = BlockMemory.finalNorm(sizes);
        ledger.take(MemoryItem.WEIGHTS, bytesOf(""));
    }

    /** The highest of a training step: loss, gradients, and the optimiser behind them. */
    static MemoryEstimate training(ReformerConfig config, List<ParameterSpec> parameters, Workload load) {
        StepMemory step = new StepMemory(config, parameters, load);
        step.train();
        return new MemoryEstimate(step.ledger.atPeak());
    }

    /** Weights, gradients, updater state and bucket ids: what no memory mode does without. */
    static long lasting(ReformerConfig config, List<ParameterSpec> parameters, Workload load) {
        StepMemory step = new StepMemory(config, parameters, load);
        return 2 * step.bytesOf("") + step.updater() + step.bucketIds();
    }

    private long updater() {
        return sizes.load().width()
                * parameters.stream()
                        .mapToLong(sizes.load().updater()::elements)
                        .sum();
    }

    private long bucketIds() {
        return config.attentionLayers().stream().mapToLong(sizes::bucketIds).sum();
    }

    /** The highest of a loss without gradients. */
    static MemoryEstimate forward(ReformerConfig config, List<ParameterSpec> parameters, Workload load) {
        StepMemory step = new StepMemory(config, parameters, load);
        step.evaluate();
        return new MemoryEstimate(step.ledger.atPeak());
    }

    private void evaluate() {
        ledger.take(MemoryItem.EMBEDDED, sizes.stream());
        walk(MemoryItem.STREAMS);
        ledger.take(MemoryItem.FINAL_NORM, 2 * sizes.stream()); // both side by side
        ledger.touch(MemoryItem.TEMPORARIES, norm.forward());
        ledger.giveAll(MemoryItem.STREAMS);
        ledger.giveAll(MemoryItem.EMBEDDED);
        ledger.touch(MemoryItem.LOSS_CHUNK, lossChunk());
    }

    private void train() {
        long updater =
                parameters.stream().mapToLong(sizes.load().updater()::elements).sum();
        ledger.take(MemoryItem.UPDATER, updater * sizes.load().width());
        ledger.take(MemoryItem.EMBEDDED, sizes.stream());
        ledger.take(MemoryItem.BUCKET_IDS, bucketIds());
        recordLayers();
        if (config.memory() == MemoryMode.REVERSIBLE) {
            ledger.giveAll(MemoryItem.EMBEDDED);
        }
        ledger.take(MemoryItem.FINAL_NORM, 2 * sizes.stream()); // both side by side
        ledger.touch(MemoryItem.FINAL_NORM, norm.recording());
        ledger.take(MemoryItem.FINAL_NORM, norm.kept() + 4 * sizes.stream()); // its output, and the gradient of that
        ledger.take(MemoryItem.GRADIENTS, bytesOf("") - bytesOf("layers.") - bytesOf("embeddings."));
        ledger.touch(MemoryItem.LOSS_CHUNK, lossChunk());
        ledger.touch(MemoryItem.TEMPORARIES, norm.backward());
        ledger.giveAll(MemoryItem.FINAL_NORM);
        ledger.touch(MemoryItem.STREAM_GRADIENTS, 4 * sizes.stream()); // together and apart
        ledger.take(MemoryItem.STREAM_GRADIENTS, 2 * sizes.stream());
        for (int layer = attention.size() - 1; layer >= 0; layer--) {
            differentiate(layer);
        }
        embeddingBackward();
    }

    private void recordLayers() {
        switch (config.memory()) {
            case REVERSIBLE -> walk(MemoryItem.STREAMS);
            case CHECKPOINT ->
                attention.forEach(block -> {
                    keep(block.forward());
                    keep(feedForward.forward());
                });
            case STORE ->
                attention.forEach(block -> {
                    keep(block.recording());
                    ledger.take(MemoryItem.STORED, block.kept());
                    keep(feedForward.recording());
                    ledger.take(MemoryItem.STORED, feedForward.kept());
                });
        }
    }

    /** A block whose output is a stream that is kept. */
    private void keep(long highest) {
        ledger.touch(MemoryItem.TEMPORARIES, highest);
        ledger.take(MemoryItem.STORED, sizes.stream());
    }

    /** Through all blocks, with the last two streams and the next at a time. */
    private void walk(MemoryItem streams) {
        IntStream.range(0, 2 * attention.size()).forEach(i -> {
            BlockMemory block = i % 2 == 0 ? attention.get(i / 2) : feedForward;
            ledger.touch(MemoryItem.TEMPORARIES, block.forward());
            ledger.take(streams, sizes.stream());
            if (i >= 2) {
                ledger.give(streams, sizes.stream());
            }
        });
    }

    private void differentiate(int layer) {
        BlockMemory f = attention.get(layer);
        switch (config.memory()) {
            case REVERSIBLE -> {
                record(feedForward, 0);
                backward(layer, "feed_forward", feedForward);
                ledger.giveAll(MemoryItem.PASS);
                record(f, 0);
                backward(layer, "attention", f);
            }
            case CHECKPOINT -> {
                record(f, sizes.stream());
                record(feedForward, sizes.stream());
                backward(layer, "feed_forward", feedForward);
                backward(layer, "attention", f);
            }
            case STORE -> {
                backward(layer, "feed_forward", feedForward);
                backward(layer, "attention", f);
                ledger.give(MemoryItem.STORED, f.kept() + feedForward.kept());
            }
        }
        ledger.giveAll(MemoryItem.PASS);
    }

    /** Records a block again; {@code output} bytes of its output stay. */
    private void record(BlockMemory block, long output) {
        ledger.touch(MemoryItem.TEMPORARIES, block.recording());
        ledger.take(MemoryItem.PASS, block.kept() + output);
    }

    private void backward(int layer, String name, BlockMemory block) {
        ledger.take(MemoryItem.GRADIENTS, bytesOf("layers." + layer + "." + name + "."));
        ledger.touch(MemoryItem.TEMPORARIES, block.backward());
    }

    /** Two copies of the gradient, its sum over the batch, and that of the words beside what it is added to. */
    private void embeddingBackward() {
        ledger.take(MemoryItem.GRADIENTS, bytesOf("embeddings."));
        long ofBatch = sizes.stream() / sizes.load().batch();
        long words = sizes.load().fused() ? 0 : bytesOf("embeddings.word.");
        ledger.touch(MemoryItem.TEMPORARIES, 2 * sizes.stream() + Math.max(ofBatch, words));
    }

    /** Logits of a chunk; a head's largest matrix says how many there are of a position. */
    private long lossChunk() {
        long classes = parameters.stream()
                .filter(spec ->
                        !spec.name().startsWith("layers.") && !spec.name().startsWith("embeddings."))
                .filter(spec -> spec.shape().size() == 2)
                .mapToLong(spec -> spec.shape().get(1))
                .max()
                .orElse(0);
        return sizes.load().fused()
                ? 0
                : sizes.chunk(config.lossChunk()) * classes * sizes.load().width();
    }

    /** Bytes of the parameters whose names begin so. */
    private long bytesOf(String prefix) {
        return sizes.load().width()
                * parameters.stream()
                        .filter(spec -> spec.name().startsWith(prefix))
                        .mapToLong(ParameterSpec::length)
                        .sum();
    }
}
