package io.github.reformer4j.op;

import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.TokenEmbedding;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.block.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Token ids [b, n] as vectors [b, n, d]: inputs the weights, then the ids. */
final class EmbeddingFunction implements OpFunction {

    private final TokenEmbedding embedding;
    private final List<ParameterSpec> parameters;

    private EmbeddingFunction(TokenEmbedding embedding) {
        this.embedding = embedding;
        parameters = embedding.parameters();
    }

    static EmbeddingFunction of(String json) {
        return new EmbeddingFunction(
                OpJson.read(json, TokenEmbeddingConfig.class).toEmbedding());
    }

    @Override
    public int differentiable() {
        return parameters.size();
    }

    @Override
    public INDArray forward(INDArray[] inputs, long seed) {
        return embedding.embed(ids(inputs[parameters.size()]), 0, weights(inputs));
    }

    @Override
    public INDArray[] backward(INDArray[] inputs, INDArray dy, long seed) {
        Gradients gradients = Gradients.of(weights(inputs));
        embedding.backward(ids(inputs[parameters.size()]), 0, dy, gradients);
        INDArray[] all = new INDArray[parameters.size()];
        for (int i = 0; i < parameters.size(); i++) {
            all[i] = gradients.sum(parameters.get(i).name());
        }
        return all;
    }

    private static int[][] ids(INDArray array) {
        requireShape("token ids [batch, length]", array, -1, -1);
        int length = (int) array.size(1);
        int[] flat = array.data().asInt();
        int[][] ids = new int[(int) array.size(0)][];
        Arrays.setAll(ids, row -> Arrays.copyOfRange(flat, row * length, (row + 1) * length));
        return ids;
    }

    private Weights weights(INDArray[] inputs) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            arrays.put(parameters.get(i).name(), inputs[i]);
        }
        return Weights.of(arrays);
    }
}
