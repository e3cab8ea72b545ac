package io.github.reformer4j.op;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Functions by kind and configuration. */
final class OpFunctions {

    static final String BLOCK = "block";
    static final String CROSS_ENTROPY = "cross_entropy";
    static final String EMBEDDING = "embedding";

    private OpFunctions() {}

    /** A function that was made from its texts before. */
    record Cached(OpFunction function) {}

    static OpFunction of(String kind, String json) {
        return switch (kind) {
            case BLOCK -> BlockFunction.of(json);
            case CROSS_ENTROPY -> CrossEntropyFunction.of(json);
            case EMBEDDING -> EmbeddingFunction.of(json);
            default ->
                throw new IllegalArgumentException(
                        "this graph holds a function of kind '" + kind + "', which this release does not know");
        };
    }

    /** The floating type among those of the inputs. */
    static DataType floating(List<DataType> types) {
        return types.stream()
                .filter(DataType::isFPType)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a Reformer operation needs weights of a floating type"));
    }
}
