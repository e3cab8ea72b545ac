package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerModel;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** What the paper's section 5 asks by training variants of one model side by side. */
public enum Question {
    /** Exact attention with one projection for queries and keys, or one for each (figure 3, left). */
    SHARED_QK,
    /** Reversible layers, or ordinary residual ones (figure 3, right). */
    REVERSIBLE,
    /** Rounds of hashing, and exact attention (figure 4). */
    ROUNDS,
    /** The number of layers (figure 5, left). */
    DEPTH;

    private static final int DEEPEST = 1000;

    /** One of the models to compare: a name, and the fresh model of a configuration and a seed. */
    public record Variant(String name, Function<Long, ReformerModel> create) {}

    /** The values that are compared where none are given. */
    public List<String> usual() {
        return switch (this) {
            case SHARED_QK -> List.of("shared", "separate");
            case REVERSIBLE -> List.of("reversible", "ordinary");
            case ROUNDS -> List.of("1", "2", "4", "8", "exact");
            case DEPTH -> List.of("1", "2", "4", "8");
        };
    }

    /** The models of these values, each the base but for what is asked. */
    public List<Variant> variants(ReformerConfig base, List<String> values) {
        return values.stream().map(value -> variant(base, value)).toList();
    }

    private Variant variant(ReformerConfig base, String value) {
        return switch (this) {
            case SHARED_QK -> {
                requireUsual(value);
                AttentionKind kind = value.equals("shared") ? AttentionKind.FULL_SHARED : AttentionKind.FULL;
                yield language(value, base.withAttentionLayers(replaced(base, kind)));
            }
            case REVERSIBLE -> {
                requireUsual(value);
                yield value.equals("reversible")
                        ? language(value, base)
                        : new Variant(value, seed -> OrdinaryTransformer.create(base, DataType.FLOAT, seed));
            }
            case ROUNDS -> {
                Rounds rounds = Rounds.parse(value);
                yield language(rounds.number() == 0 ? value : "rounds-" + value, rounds.of(base));
            }
            case DEPTH -> language("layers-" + value, base.withAttentionLayers(repeated(base, layers(value))));
        };
    }

    private void requireUsual(String value) {
        require(usual().contains(value), "--values of this comparison are %s, got '%s'", usual(), value);
    }

    private static Variant language(String name, ReformerConfig config) {
        return new Variant(name, seed -> LanguageModel.create(config, DataType.FLOAT, seed));
    }

    private static List<AttentionKind> replaced(ReformerConfig base, AttentionKind kind) {
        return base.attentionLayers().stream()
                .map(old -> old == AttentionKind.LSH ? kind : old)
                .toList();
    }

    private static List<AttentionKind> repeated(ReformerConfig base, int layers) {
        List<AttentionKind> pattern = base.attentionLayers();
        return IntStream.range(0, layers)
                .mapToObj(i -> pattern.get(i % pattern.size()))
                .toList();
    }

    private static int layers(String value) {
        require(value.matches("[1-9][0-9]{0,2}"), "a depth is a number of layers below %d, got '%s'", DEEPEST, value);
        return Integer.parseInt(value);
    }
}
