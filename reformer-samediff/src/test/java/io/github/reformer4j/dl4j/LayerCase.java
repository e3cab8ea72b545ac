package io.github.reformer4j.dl4j;

import java.util.List;
import java.util.function.Supplier;

/** Every layer that gives as many steps as it takes, for inputs of depth {@link Networks#DEPTH}. */
record LayerCase(String name, Supplier<SequenceLayer> layer) {

    static List<LayerCase> all() {
        return List.of(
                new LayerCase("lsh", LayerCase::lsh),
                new LayerCase("causal lsh with dropout", LayerCase::causalLsh),
                new LayerCase(
                        "local",
                        () -> new LocalSelfAttentionLayer.Builder()
                                .nHeads(2)
                                .chunkLength(4)
                                .build()),
                new LayerCase(
                        "exact",
                        () -> new ExactSelfAttentionLayer.Builder()
                                .nHeads(2)
                                .headSize(3)
                                .build()),
                new LayerCase(
                        "exact, shared, causal",
                        () -> new ExactSelfAttentionLayer.Builder()
                                .sharedQueryKey(true)
                                .causal(true)
                                .build()),
                new LayerCase(
                        "feed-forward",
                        () -> new ChunkedFeedForwardLayer.Builder()
                                .innerSize(6)
                                .chunkLength(5)
                                .innerDropout(0.2)
                                .build()),
                new LayerCase("encoder", LayerCase::encoder),
                new LayerCase(
                        "axial positions",
                        () -> new AxialPositionLayer.Builder().axes(4, 3).build()),
                new LayerCase(
                        "drop-in",
                        () -> new SelfAttentionLayer.Builder()
                                .nHeads(2)
                                .nOut(4)
                                .projectInput(true)
                                .build()),
                new LayerCase(
                        "drop-in without projections",
                        () -> new SelfAttentionLayer.Builder().nHeads(1).nOut(4).build()));
    }

    /** An attention layer and a whole stack: what is asked of every pipeline. */
    static List<LayerCase> lshAndEncoder() {
        return List.of(new LayerCase("lsh", LayerCase::lsh), new LayerCase("encoder", LayerCase::encoder));
    }

    private static SequenceLayer encoder() {
        return new ReformerEncoderLayer.Builder()
                .nLayers(1)
                .nHeads(2)
                .chunkLength(4)
                .hiddenDropout(0.1)
                .normEpsilon(1e-3)
                .build();
    }

    private static SequenceLayer lsh() {
        return new LshSelfAttentionLayer.Builder()
                .nHeads(2)
                .headSize(3)
                .nOut(4)
                .rounds(2)
                .chunkLength(4)
                .buckets(4)
                .build();
    }

    private static SequenceLayer causalLsh() {
        return new LshSelfAttentionLayer.Builder()
                .nHeads(2)
                .chunkLength(4)
                .causal(true)
                .attentionDropout(0.3)
                .build();
    }
}
