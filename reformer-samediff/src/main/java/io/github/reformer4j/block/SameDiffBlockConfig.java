package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A {@link SameDiffBlock} that can be written down: its graph, for one data type, and its parameters.
 *
 * @param graph SameDiff's own serialised form (FlatBuffers), in Base64
 * @param parameters names, shapes and initialisers
 */
public record SameDiffBlockConfig(String graph, List<ParameterSpec> parameters) implements BlockConfig {

    public SameDiffBlockConfig {
        require(!graph.isBlank(), "a SameDiffBlock needs a graph in Base64, got nothing");
        parameters = List.copyOf(parameters);
    }

    /** The configuration of a function for one data type; {@code inputShape} is that of x, −1 for any size. */
    public static SameDiffBlockConfig of(
            SameDiffBlock.Definition definition, List<ParameterSpec> parameters, DataType type, long... inputShape) {
        ByteBuffer written =
                SubGraph.define(definition, parameters, type, inputShape).write();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return new SameDiffBlockConfig(Base64.getEncoder().encodeToString(bytes), parameters);
    }

    @Override
    public Block toBlock() {
        return SameDiffBlock.of(this);
    }

    /** The graph as SameDiff reads it. */
    ByteBuffer graphBytes() {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(graph));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException(
                    "the graph of a SameDiffBlock is not Base64: " + notBase64.getMessage(), notBase64);
        }
    }
}
