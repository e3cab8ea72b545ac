package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import java.util.List;

/**
 * Reversible layers as one block.
 *
 * @param layers f and g of each, the first first
 * @param memory what a pass keeps
 * @param layout how the input becomes two streams
 */
public record ReversibleConfig(List<Layer> layers, MemoryMode memory, StreamLayout layout) implements BlockConfig {

    /**
     * A layer y1 = x1 + f(x2), y2 = x2 + g(y1).
     *
     * @param fName name of f in paths
     * @param f keeps the shape of its input
     * @param gName name of g in paths
     * @param g likewise
     */
    public record Layer(String fName, BlockConfig f, String gName, BlockConfig g) {

        /** A layer whose functions are called f and g. */
        public static Layer of(BlockConfig f, BlockConfig g) {
            return new Layer("f", f, "g", g);
        }
    }

    public ReversibleConfig {
        require(!layers.isEmpty(), "a reversible sequence needs at least one layer, got none");
        layers = List.copyOf(layers);
    }

    @Override
    public Reversible toBlock() {
        List<ReversibleLayer> built = layers.stream()
                .map(layer -> new ReversibleLayer(
                        layer.fName(),
                        layer.f().toBlock(),
                        layer.gName(),
                        layer.g().toBlock()))
                .toList();
        return new Reversible(new ReversibleSequence(built, memory), layout);
    }
}
