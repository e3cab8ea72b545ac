package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/**
 * Blocks one after another.
 *
 * @param parts in order; names are parts of the parameters' names and differ
 */
public record SequentialConfig(List<Part> parts) implements BlockConfig {

    /**
     * A block and its name.
     *
     * @param name joined by a dot to the names of its parameters
     * @param block what it is
     */
    public record Part(String name, BlockConfig block) {}

    public SequentialConfig {
        require(!parts.isEmpty(), "a sequence of blocks needs at least one, got none");
        require(
                parts.stream().map(Part::name).distinct().count() == parts.size(),
                "the names of a sequence of blocks must differ, got %s",
                parts.stream().map(Part::name).toList());
        parts = List.copyOf(parts);
    }

    @Override
    public Sequential toBlock() {
        return new Sequential(parts.stream()
                .map(part -> new Sequential.Part(part.name(), part.block().toBlock()))
                .toList());
    }
}
