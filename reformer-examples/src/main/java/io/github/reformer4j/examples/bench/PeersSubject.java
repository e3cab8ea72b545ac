package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.examples.bench.Benchmark.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Other implementations in turn with ours, in those of the chosen subjects that they know too. */
final class PeersSubject implements Subject {

    private final BenchSettings settings;
    private final List<PeerComparison> comparisons;

    PeersSubject(BenchSettings settings, List<Measure> measures) {
        this.settings = settings;
        comparisons = measures.stream()
                .distinct()
                .flatMap(measure -> measure.peers(settings).stream())
                .toList();
        require(
                !comparisons.isEmpty(),
                "--peers compares attention, step and generation, got --only %s; add one of them or leave --peers out",
                measures.stream()
                        .map(measure -> measure.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(",")));
    }

    @Override
    public Report run(Consumer<String> progress) {
        try (Peers peers = Peers.find(settings)) {
            peers.sentences().forEach(progress);
            comparisons.forEach(comparison -> comparison.run(peers, progress));
            List<String> sentences = new ArrayList<>();
            comparisons.stream()
                    .filter(comparison -> comparison.table().size() > 0)
                    .forEach(comparison -> sentences.add(comparison.explanation()));
            sentences.addAll(peers.sentences());
            return new Report(
                    "Beside other implementations",
                    String.join(". ", sentences) + ".",
                    comparisons.stream().map(PeerComparison::table).toList(),
                    comparisons.stream()
                            .flatMap(comparison -> comparison.plots().stream())
                            .toList());
        }
    }
}
