package io.github.reformer4j.model;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.TokenEmbedding;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Finite;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleSequence;
import io.github.reformer4j.reversible.Streams;
import io.github.reformer4j.reversible.StreamsPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Token ids to vectors: embedding, both streams started from it, the reversible stack, and a norm over both streams side
 * by side: [b, n] to [b, n, 2d].
 */
final class ReformerEncoder {

    private static final String EMBEDDINGS = "embeddings";

    private final ReformerConfig config;
    private final TokenEmbedding embedding;
    private final ReversibleSequence layers;
    private final Block embeddingDropout;
    private final Block last;

    ReformerEncoder(ReformerConfig config) {
        this(config, null);
    }

    ReformerEncoder(ReformerConfig config, @Nullable AttentionObserver observer) {
        this.config = config;
        embedding = ReformerLayers.embedding(config);
        layers = ReformerLayers.of(config, observer);
        embeddingDropout = new DropoutConfig(config.hiddenDropout()).toBlock();
        Part norm = new Part("layer_norm", new LayerNormConfig(2 * config.hiddenSize(), config.layerNormEpsilon()));
        Part dropout = new Part("hidden_dropout", new DropoutConfig(config.hiddenDropout()));
        last = new SequentialConfig(config.hiddenDropout() > 0.0 ? List.of(norm, dropout) : List.of(norm)).toBlock();
    }

    List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        embedding.parameters().forEach(spec -> specs.add(spec.under(EMBEDDINGS)));
        // Projections of attention start with the deviation of the configuration, as all other weights do.
        layers.parameters().forEach(spec -> specs.add(spec.withDeviation(config.initializerRange())));
        specs.addAll(last.parameters());
        return specs;
    }

    /** The vectors of all positions, [b, n, 2d], new, keeping nothing. */
    INDArray forward(int[][] ids, Weights weights, Step step) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray start = temporaries.add(embed(ids, weights, step));
            try (Streams y = layers.forward(new Streams(start, start), weights, step)) {
                INDArray joined = temporaries.add(Nd4j.concat(2, y.first(), y.second()));
                return last.forward(joined, weights, step);
            }
        }
    }

    private INDArray embed(int[][] ids, Weights weights, Step step) {
        INDArray embedded = embedding.embed(ids, 0, weights.at(EMBEDDINGS));
        if (config.hiddenDropout() == 0.0) {
            return embedded;
        }
        try (embedded) {
            return embeddingDropout.forward(embedded, weights, step.at(EMBEDDINGS));
        }
    }

    /** One evaluation that can be differentiated. */
    Recorded record(int[][] ids, Weights weights, Step step) {
        return new Recorded(ids, weights, step);
    }

    /** What a training step keeps of the encoder. */
    final class Recorded implements AutoCloseable {

        private final int[][] ids;
        private final Weights weights;
        private final Step step;
        private final Temporaries kept = new Temporaries();
        private final StreamsPass streams;
        private final INDArray joined;
        private final Pass end;

        Recorded(int[][] ids, Weights weights, Step step) {
            this.ids = ids;
            this.weights = weights;
            this.step = step;
            StreamsPass begun = null;
            boolean whole = false;
            try {
                INDArray start = kept.add(embed(ids, weights, step));
                begun = layers.record(new Streams(start, start), weights, step);
                if (config.memory() == MemoryMode.REVERSIBLE) {
                    kept.drop(start); // the other modes look at it on the way back
                }
                Streams y = begun.output();
                joined = kept.add(Nd4j.concat(2, y.first(), y.second())); // [b, n, 2d]
                end = last.record(joined, weights, step);
                streams = begun;
                whole = true;
            } finally {
                if (!whole) {
                    release(begun);
                }
            }
        }

        private void release(@Nullable StreamsPass begun) {
            if (begun != null) {
                begun.close();
            }
            kept.close();
        }

        INDArray output() {
            return end.output();
        }

        /** Adds the gradients of all weights, from those of the output; {@code dOutput} is freed. */
        void backward(INDArray dOutput, Gradients into) {
            INDArray dJoined = end.backward(dOutput, into);
            dOutput.close();
            end.close();
            kept.drop(joined);
            int depth = config.hiddenSize();
            try (Streams gradients = halves(dJoined, depth)) {
                streams.backward(gradients, into);
                embedBackward(gradients.first().addi(gradients.second()), into);
            }
        }

        private void embedBackward(INDArray dStart, Gradients into) {
            try (Pass dropout = embeddingDropout.record(dStart, weights, step.at(EMBEDDINGS));
                    INDArray dEmbedded = dropout.backward(dStart, into)) {
                embedding.backward(ids, 0, dEmbedded, into.at(EMBEDDINGS));
            }
        }

        @Override
        public void close() {
            end.close();
            streams.close();
            kept.close();
        }
    }

    /** Two new arrays; {@code joined} is freed. */
    private static Streams halves(INDArray joined, int depth) {
        try (joined) {
            return new Streams(half(joined, 0, depth), half(joined, depth, 2L * depth));
        }
    }

    private static INDArray half(INDArray joined, long from, long to) {
        return joined.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                .dup('c');
    }

    /** The first place whose output is not finite. */
    Optional<String> firstNotFinite(int[][] ids, Weights weights, Step step) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray start = temporaries.add(embed(ids, weights, step));
            if (!Finite.all(start)) {
                return Optional.of(EMBEDDINGS);
            }
            Optional<String> inLayers = layers.firstNotFinite(new Streams(start, start), weights, step);
            if (inLayers.isPresent()) {
                return inLayers;
            }
            INDArray output = temporaries.add(forward(ids, weights, step));
            return Finite.all(output) ? Optional.empty() : Optional.of("layer_norm");
        }
    }
}
