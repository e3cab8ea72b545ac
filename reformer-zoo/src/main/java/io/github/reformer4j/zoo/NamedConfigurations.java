package io.github.reformer4j.zoo;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Configurations by name: small ones for bytes of text and of images, and those of the paper's experiments as trax runs them
 * ({@code reformer_enwik8.gin}, {@code reformer_imagenet64.gin}, {@code reformer_copy.gin}), as far as a model is concerned.
 */
public final class NamedConfigurations {

    private static final int BYTES = 258;

    private static final Map<String, Supplier<ReformerConfig>> ALL = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "tiny", NamedConfigurations::tiny,
            "mini", NamedConfigurations::mini,
            "compact", NamedConfigurations::compact,
            "small", NamedConfigurations::small,
            "medium", NamedConfigurations::medium,
            "enwik8-64k", NamedConfigurations::enwik8,
            "imagenet64", NamedConfigurations::imagenet64,
            "copy-task", NamedConfigurations::copyTask,
            "shapes-16", NamedConfigurations::shapes,
            "emoji-32", NamedConfigurations::emoji)));

    private NamedConfigurations() {}

    /** All names, sorted. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** The configuration of this name; throws a sentence that lists the names where there is none. */
    public static ReformerConfig byName(String name) {
        require(ALL.containsKey(name), "there is no configuration '%s'; there are %s", name, ALL.keySet());
        return Objects.requireNonNull(ALL.get(name)).get();
    }

    /** Bytes, 2 layers of depth 64, up to 4,096 positions: for tests and first tries. */
    private static ReformerConfig tiny() {
        return bytes(64, 2, 32, layers(2, AttentionKind.LOCAL, AttentionKind.LSH), 128, 32, List.of(64, 64));
    }

    /** Bytes, 3 layers of depth 128, up to 8,192 positions: learns something in two minutes. */
    private static ReformerConfig mini() {
        return bytes(
                128,
                2,
                64,
                layers(3, AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL),
                512,
                64,
                List.of(128, 64));
    }

    /** Bytes, 4 layers of depth 192, up to 8,192 positions: learns most from some hours of two cores. */
    private static ReformerConfig compact() {
        return bytes(192, 3, 64, layers(4, AttentionKind.LOCAL, AttentionKind.LSH), 768, 64, List.of(128, 64));
    }

    /** Bytes, 4 layers of depth 256, up to 65,536 positions. */
    private static ReformerConfig small() {
        return bytes(256, 4, 64, layers(4, AttentionKind.LOCAL, AttentionKind.LSH), 1024, 64, List.of(512, 128));
    }

    /** Bytes, 12 layers of depth 512, up to 65,536 positions. */
    private static ReformerConfig medium() {
        return bytes(512, 8, 64, layers(12, AttentionKind.LOCAL, AttentionKind.LSH), 2048, 64, List.of(512, 128));
    }

    private static ReformerConfig bytes(
            int hidden,
            int heads,
            int headSize,
            List<AttentionKind> layers,
            int feedForward,
            int chunk,
            List<Integer> shape) {
        return new ReformerConfig(
                BYTES,
                hidden,
                heads,
                headSize,
                layers,
                feedForward,
                Activation.GELU_TANH,
                1024,
                1024,
                new Lsh(Buckets.automatic(0), 1, chunk, 1, 0, 0.0, false, false),
                new Local(chunk, 1, 0, 0.0),
                Positions.axial(shape, List.of(hidden / 4, hidden - hidden / 4)),
                shape.get(0) * shape.get(1),
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /** Wikipedia by bytes, 65,536 at once. */
    private static ReformerConfig enwik8() {
        List<AttentionKind> layers =
                layers(12, AttentionKind.LOCAL, AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL);
        return paper(
                BYTES,
                layers,
                Activation.RELU,
                new Lsh(Buckets.of(512), 2, 256, 1, 0, 0.2, false, false),
                new Local(128, 1, 0, 0.2),
                Positions.axial(List.of(128, 512), List.of(256, 768)),
                128,
                0.2);
    }

    /** Images of 64 × 64 pixels, three bytes each: 12,288 positions. */
    private static ReformerConfig imagenet64() {
        return paper(
                256,
                layers(6, AttentionKind.LSH),
                Activation.GELU_TANH,
                new Lsh(Buckets.of(192), 2, 128, 1, 0, 0.2, false, false),
                new Local(128, 1, 0, 0.2),
                Positions.axial(List.of(64, 64, 3), List.of(384, 384, 256)),
                64,
                0.0);
    }

    /** Images of 16 × 16 pixels, 768 positions, 3 layers of depth 128: learns drawn shapes in two minutes. */
    private static ReformerConfig shapes() {
        return images(16, 128, 2, layers(3, AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL), 512);
    }

    /** Images of 32 × 32 pixels, 3,072 positions, 4 layers of depth 128: learns emoji in an hour of one core. */
    private static ReformerConfig emoji() {
        return images(32, 128, 2, layers(4, AttentionKind.LOCAL, AttentionKind.LSH), 512);
    }

    /** Square images by bytes, ids 256 and on for ten classes; a chunk is two rows of pixels or one, so that all of the row
     * above a byte is in sight. */
    private static ReformerConfig images(int side, int hidden, int heads, List<AttentionKind> layers, int feedForward) {
        int chunk = 96;
        return new ReformerConfig(
                266,
                hidden,
                heads,
                64,
                layers,
                feedForward,
                Activation.GELU_TANH,
                1024,
                1024,
                new Lsh(Buckets.automatic(0), 1, chunk, 1, 0, 0.0, false, false),
                new Local(chunk, 1, 0, 0.0),
                Positions.axial(List.of(side, side, 3), List.of(3 * hidden / 8, 3 * hidden / 8, hidden / 4)),
                side * side * 3,
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /** Depth 1,024, 4,096 inside the feed-forward layers, 8 heads. */
    private static ReformerConfig paper(
            int vocabulary,
            List<AttentionKind> layers,
            Activation activation,
            Lsh lsh,
            Local local,
            Positions positions,
            int headSize,
            double dropout) {
        int length = positions.axialShape().stream().reduce(1, (a, b) -> a * b);
        return new ReformerConfig(
                vocabulary,
                1024,
                8,
                headSize,
                layers,
                4096,
                activation,
                1024,
                1024,
                lsh,
                local,
                positions,
                length,
                true,
                Semantics.PAPER,
                dropout,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /**
     * The duplication task {@code 0w0w} of 10 digits and 3 more symbols, up to the paper's 1,024 positions; positions are
     * learned here, and the layers between feed forward.
     */
    private static ReformerConfig copyTask() {
        return new ReformerConfig(
                13,
                256,
                4,
                64,
                layers(3, AttentionKind.LSH),
                512,
                Activation.GELU_TANH,
                0,
                0,
                new Lsh(Buckets.of(32, 32), 2, 16, 1, 0, 0.0, false, false),
                new Local(16, 1, 0, 0.0),
                Positions.of(PositionKind.LEARNED),
                1024,
                true,
                Semantics.PAPER,
                0.05,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    private static List<AttentionKind> layers(int count, AttentionKind... pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern[i % pattern.length])
                .toList();
    }
}
