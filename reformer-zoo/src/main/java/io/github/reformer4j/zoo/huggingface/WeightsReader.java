package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.zoo.tensors.TensorSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Our weights of their tensors. Names and shapes are compared with the configuration before memory is taken for any number;
 * then one tensor at a time becomes the parameter that it stays.
 */
final class WeightsReader {

    /** Names that a message lists of each sort. */
    private static final int LISTED = 20;

    private final Path folder;
    private final TensorSource source;
    private final List<ForeignTensor> wanted;

    private WeightsReader(Path folder, TensorSource source, List<ForeignTensor> wanted) {
        this.folder = folder;
        this.source = source;
        this.wanted = wanted;
    }

    /**
     * The weights.
     *
     * @param folder for messages
     * @throws IllegalArgumentException with a sentence that lists what is missing and what is left over, or the first tensor
     *     of another shape
     */
    static Weights read(Path folder, TensorSource source, List<ParameterSpec> parameters, DataType type) {
        WeightsReader reader = new WeightsReader(folder, source, ForeignTensor.of(parameters));
        reader.requireNames();
        reader.requireShapes();
        reader.requireOneBias(type);
        return Weights.of(reader.arrays(type));
    }

    private void requireNames() {
        Set<String> there = source.names();
        List<String> missing = wanted.stream()
                .filter(tensor -> !there.contains(nameOf(tensor)))
                .map(ForeignTensor::name)
                .toList();
        Set<String> left = new LinkedHashSet<>(there);
        wanted.forEach(tensor -> left.remove(tensor.name()));
        if (wanted.stream().anyMatch(tensor -> tensor.name().equals(ForeignTensor.BIAS))) {
            left.remove(ForeignTensor.DECODER_BIAS);
        }
        left.removeIf(ForeignTensor::isMaskValue);
        require(
                missing.isEmpty() && left.isEmpty(),
                "the tensors of %s are not those that its config.json asks for; missing: %s; left over: %s; it may be "
                        + "another kind of model",
                folder,
                listed(missing),
                listed(List.copyOf(left)));
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }

    /** The name in the file: the bias of the vocabulary has two, of which a file may have either or both. */
    private String nameOf(ForeignTensor tensor) {
        boolean other = tensor.name().equals(ForeignTensor.BIAS)
                && !source.names().contains(ForeignTensor.BIAS)
                && source.names().contains(ForeignTensor.DECODER_BIAS);
        return other ? ForeignTensor.DECODER_BIAS : tensor.name();
    }

    private void requireShapes() {
        for (ForeignTensor tensor : wanted) {
            List<Long> shape =
                    Arrays.stream(source.shape(nameOf(tensor))).boxed().toList();
            require(
                    shape.equals(tensor.shape()),
                    "tensor %s of %s has shape %s, its config.json asks for %s; the two belong to different models",
                    nameOf(tensor),
                    folder,
                    shape,
                    tensor.shape());
        }
        if (hasTwoBiases()) {
            require(
                    Arrays.equals(source.shape(ForeignTensor.BIAS), source.shape(ForeignTensor.DECODER_BIAS)),
                    "%s and %s of %s are one parameter, but have the shapes %s and %s; remove the wrong one",
                    ForeignTensor.BIAS,
                    ForeignTensor.DECODER_BIAS,
                    folder,
                    Arrays.toString(source.shape(ForeignTensor.BIAS)),
                    Arrays.toString(source.shape(ForeignTensor.DECODER_BIAS)));
        }
    }

    private boolean hasTwoBiases() {
        List<String> both = List.of(ForeignTensor.BIAS, ForeignTensor.DECODER_BIAS);
        return source.names().containsAll(both)
                && wanted.stream().anyMatch(tensor -> tensor.name().equals(ForeignTensor.BIAS));
    }

    /** Where the bias of the vocabulary is there twice, both must say the same. */
    private void requireOneBias(DataType type) {
        if (!hasTwoBiases()) {
            return;
        }
        try (INDArray one = source.read(ForeignTensor.BIAS, type);
                INDArray other = source.read(ForeignTensor.DECODER_BIAS, type)) {
            require(
                    Arrays.equals(one.toDoubleVector(), other.toDoubleVector()),
                    "%s and %s of %s are one parameter, but hold different numbers; remove the wrong one",
                    ForeignTensor.BIAS,
                    ForeignTensor.DECODER_BIAS,
                    folder);
        }
    }

    private Map<String, INDArray> arrays(DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        boolean whole = false;
        try {
            for (ForeignTensor tensor : wanted) {
                arrays.put(tensor.ours().name(), tensor.read(source, nameOf(tensor), type));
            }
            whole = true;
            return arrays;
        } finally {
            if (!whole) {
                arrays.values().forEach(Temporaries::free);
            }
        }
    }
}
