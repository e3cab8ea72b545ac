package io.github.reformer4j.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Our names for the parameters of a case, and our layout: linear weights [in, out], axes of positions [size, depth]. */
final class ReferenceNames {

    private static final String PARAMETER = "param/";

    private ReferenceNames() {}

    /** All parameters of a case under our names. */
    static Map<String, INDArray> weights(ReferenceCase reference, DataType type) {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        for (String array : reference.arrays("parameter")) {
            String theirs = array.substring(PARAMETER.length());
            weights.put(ours(theirs), arranged(theirs, reference.array(array, type)));
        }
        return weights;
    }

    /** The parameters of a case, theirs by ours. */
    static Map<String, String> theirsByOurs(ReferenceCase reference) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String array : reference.arrays("parameter")) {
            String theirs = array.substring(PARAMETER.length());
            names.put(ours(theirs), theirs);
        }
        return names;
    }

    /** Our array in the shape and layout of theirs. */
    static INDArray back(String theirs, INDArray ours, long... shape) {
        return isLinear(theirs) ? LayerCase.transposed(ours) : ours.dup('c').reshape(shape);
    }

    private static String ours(String theirs) {
        return theirs.replace("reformer.embeddings.word_embeddings.", "embeddings.word.")
                .replaceFirst(
                        "reformer\\.embeddings\\.position_embeddings\\.weights\\.(\\d+)",
                        "embeddings.position.$1.weight")
                .replace("reformer.embeddings.position_embeddings.embedding.", "embeddings.position.")
                .replace("reformer.encoder.", "")
                .replace("attention.output.dense.", "attention.output.")
                .replace("feed_forward.dense.dense.", "feed_forward.dense.")
                .replace("feed_forward.output.dense.", "feed_forward.output.")
                .replace("lm_head.decoder.", "lm_head.")
                .replace("classifier.out_proj.", "classifier.output.")
                .replace("qa_outputs.", "qa.");
    }

    private static boolean isLinear(String theirs) {
        return theirs.endsWith(".weight") && !theirs.contains("embedding") && !theirs.contains("layer_norm");
    }

    private static INDArray arranged(String theirs, INDArray array) {
        if (isLinear(theirs)) {
            return LayerCase.transposed(array);
        }
        if (array.rank() > 2) {
            long depth = array.size(array.rank() - 1);
            return array.reshape(array.length() / depth, depth).dup('c');
        }
        return array;
    }
}
