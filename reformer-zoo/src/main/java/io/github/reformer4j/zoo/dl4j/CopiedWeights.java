package io.github.reformer4j.zoo.dl4j;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Weights;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of a language model in the layers of a {@link LanguageNetwork}. */
final class CopiedWeights {

    private static final String WORD = "embeddings.word.weight";
    private static final String POSITION = "embeddings.position.";
    private static final String HEAD = "lm_head.";
    private static final Pattern UNDERSCORE = Pattern.compile("_(.)");

    private CopiedWeights() {}

    static void copy(Weights weights, MultiLayerNetwork network) {
        long copied = 0;
        for (Map.Entry<String, INDArray> weight : weights.all().entrySet()) {
            copy(weight.getKey(), weight.getValue(), network);
            copied += weight.getValue().length();
        }
        requireState(
                copied == network.numParams(),
                "the network has %d parameters, and the model has %d",
                network.numParams(),
                copied);
    }

    private static void copy(String name, INDArray weight, MultiLayerNetwork network) {
        if (name.equals(WORD)) {
            network.getLayer(LanguageNetwork.EMBEDDING).setParam("W", weight);
        } else if (name.startsWith(POSITION)) {
            String axis = name.substring(POSITION.length());
            // Learned positions have one axis, and no number.
            network.getLayer(LanguageNetwork.POSITIONS).setParam(axis.equals("weight") ? "0.weight" : axis, weight);
        } else if (name.startsWith(HEAD)) {
            network.getLayer(LanguageNetwork.OUTPUT).setParam(name.endsWith("bias") ? "b" : "W", weight);
        } else {
            Layer encoder = network.getLayer(LanguageNetwork.ENCODER);
            encoder.setParam(camelCase(name), weight);
        }
    }

    /** A layer's key for a parameter of a block: a graph of the host would split it at an underscore. */
    private static String camelCase(String name) {
        return UNDERSCORE.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }
}
