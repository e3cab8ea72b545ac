package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of the host's attention, {@code Wq}, {@code Wk}, {@code Wv} [h, d, nIn] and {@code Wo} [h · d, nOut], and
 * what they are to our blocks: {@code query.weight}, {@code key.weight}, {@code value.weight} [nIn, h · d] and
 * {@code output.weight}.
 */
record HostProjections(int inputSize, int heads, int headSize, int outputSize) {

    private static final String OUTPUT = "Wo";
    private static final String OUR_OUTPUT = "output.weight";
    private static final Map<String, String> OURS = new LinkedHashMap<>();

    static {
        OURS.put("Wq", "query.weight");
        OURS.put("Wk", "key.weight");
        OURS.put("Wv", "value.weight");
    }

    List<ParameterSpec> parameters() {
        Initializer ignored = Initializer.ZEROS; // the layer asks the host's initialiser
        return List.of(
                ParameterSpec.of("Wq", ignored, heads, headSize, inputSize),
                ParameterSpec.of("Wk", ignored, heads, headSize, inputSize),
                ParameterSpec.of("Wv", ignored, heads, headSize, inputSize),
                ParameterSpec.of(OUTPUT, ignored, (long) heads * headSize, outputSize));
    }

    /** Our arrays, copies that {@code owner} frees. */
    Weights ours(Weights weights, Temporaries owner) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        OURS.forEach((theirs, ours) ->
                arrays.put(ours, owner.add(rows(weights.get(theirs)).transpose().dup('c')))); // [nIn, h · d]
        arrays.put(OUR_OUTPUT, weights.get(OUTPUT));
        return Weights.of(arrays);
    }

    /** Adds the gradients of our arrays to those of the host's. */
    void add(Gradients ours, Gradients into) {
        OURS.forEach(
                (theirs, name) -> rows(into.sum(theirs)).addi(ours.sum(name).transpose()));
        into.add(OUTPUT, ours.sum(OUR_OUTPUT));
    }

    /** [h · d, nIn]: a view. */
    private INDArray rows(INDArray projection) {
        return projection.reshape('c', (long) heads * headSize, inputSize);
    }
}
