package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reversible residual layer (Gomez et al., "The reversible residual network"; Reformer, section 3, equations 7 to 10):
 *
 * <pre>
 * y1 = x1 + f(x2)        x2 = y2 − g(y1)
 * y2 = x2 + g(y1)        x1 = y1 − f(x2)
 * </pre>
 *
 * f and g must keep the shape of their input. Neither needs an inverse of its own, only the same result twice, which the
 * {@link Step} promises: its keys make chance a function of the place, and it remembers buckets.
 *
 * @param fName name of f in paths of parameters and chance
 * @param f the block that reads x2
 * @param gName name of g
 * @param g the block that reads y1
 */
public record ReversibleLayer(String fName, Block f, String gName, Block g) {

    public ReversibleLayer {
        require(!fName.isBlank() && !gName.isBlank(), "f and g need names, got '%s' and '%s'", fName, gName);
        require(!fName.equals(gName), "f and g of a layer need different names, got '%s' twice", fName);
    }

    /** The layer of a Reformer: f is attention, g is the feed-forward layer, each with its norm inside. */
    public static ReversibleLayer of(Block attention, Block feedForward) {
        return new ReversibleLayer("attention", attention, "feed_forward", feedForward);
    }

    /** The parameters of f and g, under their names. */
    public List<ParameterSpec> parameters() {
        return Stream.concat(
                        f.parameters().stream().map(spec -> spec.under(fName)),
                        g.parameters().stream().map(spec -> spec.under(gName)))
                .toList();
    }

    /** This layer in one evaluation, at {@code path} of a model. */
    PlacedLayer at(String path, Weights weights, Step step) {
        return new PlacedLayer(
                new PlacedBlock(f, path + "." + fName, weights, step),
                new PlacedBlock(g, path + "." + gName, weights, step));
    }
}
