package io.github.reformer4j.model;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.stream.IntStream;

/** Valid configurations of every sort, each a function of its seed. */
public final class RandomConfig {

    private final long seed;
    private long drawn;

    private RandomConfig(long seed) {
        this.seed = seed;
    }

    /** The configuration of this seed. */
    public static ReformerConfig of(long seed) {
        return new RandomConfig(seed).config();
    }

    private ReformerConfig config() {
        int hidden = 2 * size(1, 16);
        int maxPositions = size(1, 64);
        int vocabulary = size(1, 300);
        return new ReformerConfig(
                vocabulary,
                hidden,
                size(1, 4),
                size(1, 16),
                IntStream.range(0, size(1, 4))
                        .mapToObj(i -> one(AttentionKind.values()))
                        .toList(),
                size(1, 32),
                one(Activation.values()),
                size(0, 8),
                size(0, 8),
                lsh(),
                new ReformerConfig.Local(size(1, 16), size(0, 2), size(0, 2), share()),
                positions(hidden, maxPositions),
                maxPositions,
                flag(),
                one(Semantics.values()),
                share(),
                share() + 1e-12,
                share() + 1e-3,
                size(0, vocabulary - 1),
                one(MemoryMode.values()),
                size(1, 5));
    }

    private ReformerConfig.Lsh lsh() {
        Buckets buckets = flag() ? Buckets.automatic(size(0, 64)) : Buckets.of(2 * size(1, 8), 2 * size(1, 8));
        return new ReformerConfig.Lsh(
                buckets, size(1, 4), size(1, 16), size(0, 2), size(0, 2), share(), flag(), flag());
    }

    private Positions positions(int hidden, int maxPositions) {
        PositionKind kind = one(PositionKind.values());
        return kind == PositionKind.AXIAL
                ? Positions.axial(List.of(maxPositions, size(1, 3)), List.of(1, hidden - 1))
                : Positions.of(kind);
    }

    private double share() {
        return CounterRandom.uniform(seed, drawn++);
    }

    private int size(int least, int most) {
        return least + (int) (share() * (most - least + 1));
    }

    private boolean flag() {
        return share() < 0.5;
    }

    private <T> T one(T[] values) {
        return values[size(0, values.length - 1)];
    }
}
