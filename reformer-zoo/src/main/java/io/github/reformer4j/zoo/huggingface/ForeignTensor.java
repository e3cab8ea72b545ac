package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.zoo.tensors.TensorSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One of our parameters as transformers keeps it: linear weights are [out, in] there and [in, out] here; the axes of positions
 * have a size of 1 for every other axis there, [n, d] here.
 *
 * @param name in their state dict
 * @param ours the parameter
 * @param shape their sizes
 * @param transposed whether theirs is ours transposed
 */
record ForeignTensor(String name, ParameterSpec ours, List<Long> shape, boolean transposed) {

    /** Where the vocabulary's bias stands as well, in one storage with the first. */
    static final String DECODER_BIAS = "lm_head.decoder.bias";

    static final String BIAS = "lm_head.bias";

    private static final Pattern AXIS = Pattern.compile("embeddings\\.position\\.(\\d+)\\.weight");
    private static final Pattern MASK = Pattern.compile("(.*\\.)?(self_)?mask_value(_float(16|32))?");

    /** Beginnings and what stands for them there; the first that fits holds. */
    private static final List<Map.Entry<String, String>> BEGINNINGS = List.of(
            Map.entry("embeddings.word.", "reformer.embeddings.word_embeddings."),
            Map.entry("embeddings.position.", "reformer.embeddings.position_embeddings.embedding."),
            Map.entry("layers.", "reformer.encoder.layers."),
            Map.entry("layer_norm.", "reformer.encoder.layer_norm."),
            Map.entry("lm_head.weight", "lm_head.decoder.weight"),
            Map.entry("classifier.output.", "classifier.out_proj."),
            Map.entry("qa.", "qa_outputs."));

    /** Their form of each parameter, in our order. */
    static List<ForeignTensor> of(List<ParameterSpec> parameters) {
        int axes = (int) parameters.stream()
                .filter(spec -> AXIS.matcher(spec.name()).matches())
                .count();
        return parameters.stream().map(spec -> of(spec, axes)).toList();
    }

    private static ForeignTensor of(ParameterSpec spec, int axes) {
        Matcher axis = AXIS.matcher(spec.name());
        if (axis.matches()) {
            String name = "reformer.embeddings.position_embeddings.weights." + axis.group(1);
            return new ForeignTensor(name, spec, spread(spec, Integer.parseInt(axis.group(1)), axes), false);
        }
        boolean linear = spec.shape().size() == 2 && !spec.name().startsWith("embeddings.");
        List<Long> shape = new ArrayList<>(spec.shape());
        if (linear) {
            Collections.reverse(shape);
        }
        return new ForeignTensor(theirs(spec.name()), spec, List.copyOf(shape), linear);
    }

    private static List<Long> spread(ParameterSpec spec, int axis, int axes) {
        List<Long> shape = new ArrayList<>(Collections.nCopies(axes, 1L));
        shape.set(axis, spec.shape().get(0));
        shape.add(spec.shape().get(1));
        return List.copyOf(shape);
    }

    private static String theirs(String ours) {
        return BEGINNINGS.stream()
                .filter(beginning -> ours.startsWith(beginning.getKey()))
                .findFirst()
                .map(beginning ->
                        beginning.getValue() + ours.substring(beginning.getKey().length()))
                .orElse(ours)
                .replace(".attention.output.", ".attention.output.dense.")
                .replace(".feed_forward.dense.", ".feed_forward.dense.dense.")
                .replace(".feed_forward.output.", ".feed_forward.output.dense.");
    }

    /** Whether a tensor is one of the constants that older versions kept beside the parameters. */
    static boolean isMaskValue(String name) {
        return MASK.matcher(name).matches();
    }

    /**
     * Our array of theirs, new and in c order.
     *
     * @param named what the source calls theirs
     */
    INDArray read(TensorSource source, String named, DataType type) {
        if (transposed) {
            return source.readTransposed(named, type);
        }
        INDArray theirs = source.read(named, type);
        if (ours.shape().equals(shape)) {
            return theirs;
        }
        try (theirs) {
            return theirs.reshape('c', ours.sizes()).dup('c');
        }
    }

    /** A view of our array in their shape. */
    INDArray toTheirs(INDArray ours) {
        return transposed
                ? ours.transpose()
                : ours.reshape('c', shape.stream().mapToLong(Long::longValue).toArray());
    }
}
