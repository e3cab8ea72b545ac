package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.Finite;
import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** An encoder and a head; what all models have in common. */
abstract sealed class HeadedModel implements ReformerModel
        permits LanguageModel, MaskedLanguageModel, SequenceClassifier, TokenClassifier, QuestionAnswerer {

    private final ReformerConfig config;
    private final ReformerEncoder encoder;
    private final Head head;
    private final Weights weights;

    HeadedModel(ReformerConfig config, Head head, Weights weights) {
        this.config = config;
        this.head = head;
        encoder = new ReformerEncoder(config);
        this.weights = weights;
        weights.requireMatch(parameters());
    }

    static List<ParameterSpec> parameters(ReformerConfig config, Head head) {
        List<ParameterSpec> specs = new ArrayList<>(new ReformerEncoder(config).parameters());
        specs.addAll(head.parameters());
        return specs;
    }

    static Weights fresh(ReformerConfig config, Head head, DataType type, long seed) {
        return fresh(config, head, type, seed, ArrayStore.inMemory());
    }

    static Weights fresh(ReformerConfig config, Head head, DataType type, long seed, ArrayStore store) {
        return Weights.create(parameters(config, head), type, seed, store);
    }

    @Override
    public final ReformerConfig config() {
        return config;
    }

    @Override
    public final List<ParameterSpec> parameters() {
        return parameters(config, head);
    }

    @Override
    public final Weights weights() {
        return weights;
    }

    @Override
    public final Loss lossAndGradients(Batch batch, Step step, double scale, Gradients into) {
        Padding padding = padded(batch.ids(), batch.mask());
        Step masked = step.withMask(padding.mask());
        int[] labels = head.labels(batch, padding.ids()[0].length);
        try (ReformerEncoder.Recorded recorded = encoder.record(padding.ids(), weights, masked);
                Temporaries temporaries = new Temporaries()) {
            INDArray dHidden = temporaries.add(recorded.output().like());
            Loss loss = head.lossAndGradients(recorded.output(), labels, scale, weights, masked, into, dHidden);
            recorded.backward(dHidden, into);
            return loss;
        }
    }

    @Override
    public final Loss loss(Batch batch, Step step) {
        Padding padding = padded(batch.ids(), batch.mask());
        Step masked = step.withMask(padding.mask());
        int[] labels = head.labels(batch, padding.ids()[0].length);
        try (INDArray hidden = encoder.forward(padding.ids(), weights, masked)) {
            return head.loss(hidden, labels, weights, masked);
        }
    }

    @Override
    public final long labelCount(Batch batch) {
        return java.util.Arrays.stream(head.labels(batch, batch.length()))
                .filter(label -> label >= 0)
                .count();
    }

    @Override
    public final Optional<String> firstNonFinite(Batch batch, Step step) {
        Padding padding = padded(batch.ids(), batch.mask());
        Step masked = step.withMask(padding.mask());
        Optional<String> inEncoder = encoder.firstNotFinite(padding.ids(), weights, masked);
        if (inEncoder.isPresent()) {
            return inEncoder;
        }
        try (INDArray logits = logits(batch.ids(), batch.mask(), step)) {
            return Finite.all(logits) ? Optional.empty() : Optional.of("head");
        }
    }

    /**
     * The logits; see the kind of model for their shape. All logits of all positions exist at once, so this is for
     * inputs of moderate length.
     *
     * @param ids [b, n]
     * @param mask which positions are tokens, or null where all are
     * @param step seed of the rotations
     */
    @Override
    public final INDArray logits(int[][] ids, @Nullable PaddingMask mask, Step step) {
        Padding padding = padded(ids, mask);
        Step masked = step.withMask(padding.mask());
        try (Temporaries temporaries = new Temporaries()) {
            INDArray hidden = temporaries.add(encoder.forward(padding.ids(), weights, masked));
            INDArray logits = head.logits(hidden, weights, masked);
            return logits.rank() == 2 ? logits : cut(logits, padding.length());
        }
    }

    private static INDArray cut(INDArray logits, int length) {
        if (logits.size(1) == length) {
            return logits;
        }
        try (logits) {
            return logits.get(NDArrayIndex.all(), NDArrayIndex.interval(0, length), NDArrayIndex.all())
                    .dup('c');
        }
    }

    private Padding padded(int[][] ids, @Nullable PaddingMask mask) {
        require(ids.length > 0 && ids[0].length > 0, "a model needs at least one sequence of one token, got none");
        require(
                ids[0].length <= config.maxPositions(),
                "the model holds %d positions (maxPositions), got a sequence of %d; shorten it or make a larger model",
                config.maxPositions(),
                ids[0].length);
        return Padding.of(config, ids, PaddingMask.onlyIfPadded(mask));
    }

    @Override
    public final void close() {
        weights.close();
    }
}
