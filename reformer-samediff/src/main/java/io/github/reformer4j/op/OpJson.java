package io.github.reformer4j.op;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.SameDiffBlockConfig;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.reversible.ReversibleConfig;
import org.nd4j.shade.jackson.annotation.JsonSubTypes;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.MapperFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/** Configurations of blocks as JSON: their components by name, and {@code type}, which block it is. */
public final class OpJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .addMixIn(BlockConfig.class, Typed.class)
            .build();

    /** Names of the blocks, kept apart from their classes. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LshAttentionConfig.class, name = "lsh_self_attention"),
        @JsonSubTypes.Type(value = LocalAttentionConfig.class, name = "local_self_attention"),
        @JsonSubTypes.Type(value = FullAttentionConfig.class, name = "full_self_attention"),
        @JsonSubTypes.Type(value = FeedForwardConfig.class, name = "feed_forward"),
        @JsonSubTypes.Type(value = LayerNormConfig.class, name = "layer_norm"),
        @JsonSubTypes.Type(value = LinearConfig.class, name = "linear"),
        @JsonSubTypes.Type(value = DropoutConfig.class, name = "dropout"),
        @JsonSubTypes.Type(value = SequentialConfig.class, name = "sequential"),
        @JsonSubTypes.Type(value = ReversibleConfig.class, name = "reversible"),
        @JsonSubTypes.Type(value = SameDiffBlockConfig.class, name = "same_diff")
    })
    private interface Typed {}

    private OpJson() {}

    /** A configuration as JSON. */
    public static String write(Object config) {
        try {
            return config instanceof BlockConfig
                    ? JSON.writerFor(BlockConfig.class).writeValueAsString(config)
                    : JSON.writeValueAsString(config);
        } catch (JsonProcessingException problem) {
            throw new IllegalArgumentException(
                    "a block of " + config.getClass() + " cannot be written into a graph: "
                            + problem.getOriginalMessage(),
                    problem);
        }
    }

    /** What {@link #write} wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException problem) {
            throw new IllegalArgumentException(
                    "the configuration of a Reformer operation does not hold: " + problem.getOriginalMessage(),
                    problem);
        }
    }
}
