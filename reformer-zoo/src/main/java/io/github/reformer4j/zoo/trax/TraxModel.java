package io.github.reformer4j.zoo.trax;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.tensors.numpy.NumpyArray;
import io.github.reformer4j.zoo.trax.TraxLayout.Piece;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a {@code ReformerLM} that trax trained. The file holds weights only, so its configuration comes from the caller, who
 * takes it from the gin file of the training.
 *
 * <p>Trax shifts its inputs: its logits at position t are those of token t, here they are those of token t + 1. So what trax
 * computes for a sequence is computed here for token 0 followed by the sequence without its last token.
 */
public final class TraxModel {

    /** What trax adds to the variance in every norm. */
    private static final double EPSILON = 1e-6;

    private TraxModel() {}

    /**
     * Reads a model.
     *
     * @param file {@code model.pkl} or {@code model.pkl.gz}
     * @param config of the training; the model has trax's norms (1e-6 is added to the variance) and windows that wrap around
     *     ({@link Semantics#REFERENCE}), whatever the configuration says of these two
     * @throws IllegalArgumentException with a sentence where the file is damaged, names what it should not, or does not fit
     *     the configuration
     */
    public static LanguageModel read(Path file, ReformerConfig config) {
        Map<String, INDArray> arrays = new HashMap<>();
        try (TraxFile opened = TraxFile.open(file)) {
            List<Piece> pieces = TraxLayout.of(config);
            requireFit(file, pieces, opened.weights());
            List<ParameterSpec> specs = LanguageModel.parametersOf(config);
            readAll(specs, pieces, opened.weights(), arrays);
            return new LanguageModel(asInTrax(config), Weights.of(inOrder(specs, arrays)));
        } catch (RuntimeException refused) {
            arrays.values().forEach(Temporaries::free);
            throw refused;
        }
    }

    /** In the order of the file. */
    private static void readAll(
            List<ParameterSpec> specs, List<Piece> pieces, List<NumpyArray> weights, Map<String, INDArray> into) {
        Map<String, long[]> shapes = new HashMap<>();
        specs.forEach(spec -> shapes.put(spec.name(), spec.sizes()));
        for (int i = 0; i < pieces.size(); i++) {
            NumpyArray array = weights.get(i);
            String name = pieces.get(i).name();
            long[] shape = Objects.requireNonNull(shapes.get(name), name);
            into.put(
                    name,
                    array.read(DataType.FLOAT, pieces.get(i).order(array.view().shape()), shape));
        }
    }

    private static Map<String, INDArray> inOrder(List<ParameterSpec> specs, Map<String, INDArray> arrays) {
        Map<String, INDArray> ordered = new LinkedHashMap<>();
        specs.forEach(spec -> ordered.put(spec.name(), Objects.requireNonNull(arrays.get(spec.name()), spec.name())));
        return ordered;
    }

    private static void requireFit(Path file, List<Piece> pieces, List<NumpyArray> weights) {
        int common = Math.min(pieces.size(), weights.size());
        for (int i = 0; i < common; i++) {
            Piece piece = pieces.get(i);
            long[] found = weights.get(i).view().shape();
            require(
                    piece.fits(found),
                    "array %d of %s has the shape %s, the configuration asks for %s (%s); give the configuration that the "
                            + "model was trained with",
                    i,
                    file,
                    Arrays.toString(found),
                    Arrays.toString(piece.shape()),
                    piece.name());
            require(
                    weights.get(i).view().type().isFloating(),
                    "array %d of %s (%s) has no floating point numbers",
                    i,
                    file,
                    piece.name());
        }
        require(
                pieces.size() == weights.size(),
                "%s holds %d arrays, the configuration asks for %d; biases of attention, sparse layers and SRU are not read",
                file,
                weights.size(),
                pieces.size());
    }

    private static ReformerConfig asInTrax(ReformerConfig config) {
        return new ReformerConfig(
                config.vocabularySize(),
                config.hiddenSize(),
                config.heads(),
                config.headSize(),
                config.attentionLayers(),
                config.feedForwardSize(),
                config.activation(),
                config.feedForwardChunk(),
                config.lossChunk(),
                config.lsh(),
                config.local(),
                config.positions(),
                config.maxPositions(),
                config.causal(),
                Semantics.REFERENCE,
                config.hiddenDropout(),
                EPSILON,
                config.initializerRange(),
                config.padToken(),
                config.memory(),
                config.labels());
    }
}
