package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Finite;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@link ReversibleLayer}s one after another. In {@link MemoryMode#REVERSIBLE} a pass keeps the last (y1, y2) and the
 * bucket ids that its {@link Step} remembers, and rebuilds the inputs layer by layer going back (Reformer, section 3).
 *
 * <p>Parameters and chance of layer i stand under {@code layers.i}. The input streams belong to the caller; passes in
 * the modes STORE and CHECKPOINT look at them until they are closed.
 *
 * <p>Rebuilding is exact up to rounding: every layer back adds a rounding error of the size of an ulp of the streams,
 * and multiplies what came before by the sensitivity of its blocks, as backpropagation multiplies gradients. With layer
 * norms inside the blocks it stays near 1e-6 of the streams in single precision over dozens of layers; blocks with a
 * large Lipschitz constant let it grow exponentially with depth, and then CHECKPOINT is the safe choice.
 */
public final class ReversibleSequence {

    private final List<ReversibleLayer> layers;
    private final MemoryMode memory;

    /** A sequence of at least one layer. */
    public ReversibleSequence(List<ReversibleLayer> layers, MemoryMode memory) {
        require(!layers.isEmpty(), "a reversible sequence needs at least one layer, got none");
        this.layers = List.copyOf(layers);
        this.memory = memory;
    }

    /** The same layers in another memory mode. */
    public ReversibleSequence withMemory(MemoryMode newMemory) {
        return new ReversibleSequence(layers, newMemory);
    }

    /** The layers, the first first. */
    public List<ReversibleLayer> layers() {
        return layers;
    }

    /** What a pass keeps. */
    public MemoryMode memory() {
        return memory;
    }

    /** The parameters of all layers, under {@code layers.i}. */
    public List<ParameterSpec> parameters() {
        return IntStream.range(0, layers.size())
                .boxed()
                .flatMap(i -> layers.get(i).parameters().stream().map(spec -> spec.under(PlacedLayers.path(i))))
                .toList();
    }

    /** (y1, y2), new arrays, keeping nothing. */
    public Streams forward(Streams x, Weights weights, Step step) {
        try (StreamsWalk walk = new StreamsWalk(x)) {
            PlacedLayers placed = placed(weights, step);
            for (int i = 0; i < placed.count(); i++) {
                PlacedLayer layer = placed.upwards(i);
                walk.through(layer.f());
                walk.through(layer.g());
            }
            return walk.take();
        }
    }

    /** Forward, keeping what the memory mode keeps. */
    public StreamsPass record(Streams x, Weights weights, Step step) {
        Step remembering = step.assignments() == null ? step.withAssignments(Assignments.empty()) : step;
        return switch (memory) {
            case STORE -> new StoredPass(placed(weights, step), x);
            case CHECKPOINT -> new CheckpointedPass(placed(weights, remembering), x);
            case REVERSIBLE -> new RebuiltPass(placed(weights, remembering), forward(x, weights, remembering));
        };
    }

    /**
     * (x1, x2) whose forward is {@code y}, new arrays.
     *
     * @param step that of forward; it must have remembered the buckets where blocks hash
     */
    public Streams inverse(Streams y, Weights weights, Step step) {
        Streams streams = new Streams(y.first().dup('c'), y.second().dup('c'));
        PlacedLayers placed = placed(weights, step);
        for (int i = placed.count() - 1; i >= 0; i--) {
            placed.downwards(i).invert(streams);
        }
        return streams;
    }

    /**
     * Where a forward pass first meets a number that is infinite or not a number: the path of the block whose output,
     * added to its stream, holds one; the path ends in {@code input} where the input already does.
     */
    public Optional<String> firstNotFinite(Streams x, Weights weights, Step step) {
        if (!Finite.all(x.first()) || !Finite.all(x.second())) {
            return Optional.of(step.at("input").path());
        }
        try (StreamsWalk walk = new StreamsWalk(x)) {
            PlacedLayers placed = placed(weights, step);
            return IntStream.range(0, placed.count())
                    .mapToObj(placed::upwards)
                    .flatMap(layer -> Stream.of(layer.f(), layer.g()))
                    .filter(block -> !Finite.all(walk.through(block)))
                    .findFirst()
                    .map(PlacedBlock::name);
        }
    }

    private PlacedLayers placed(Weights weights, Step step) {
        return new PlacedLayers(layers, weights, step);
    }
}
