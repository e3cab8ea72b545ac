package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.Table.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * A training step of a network of Deeplearning4j by length: with the host's attention, and with ours in its place. Every run
 * has a process of its own with a limit of memory; what exceeds it is a row that says so, and is not tried at longer ones.
 */
final class NetworkSubject implements Subject {

    private static final double MEBI = 1 << 20;

    private final BenchSettings settings;
    private final Table table = new Table(
            "dl4j",
            new Column("length", "length", "%,d"),
            new Column("attention", "attention", "%s"),
            new Column("seconds", "s / step", "%.3f"),
            new Column("peak_mib", "peak MiB", "%,.0f"),
            new Column("host_by_this_seconds", "host / this, time", "%.2f"),
            new Column("host_by_this_mib", "host / this, memory", "%.2f"),
            new Column("outcome", "outcome", "%s"));
    private final Plot time = plot("dl4j-time", "seconds");
    private final Plot memory = plot("dl4j-memory", "peak MiB");
    private final EnumSet<NetworkKind> tooLarge = EnumSet.noneOf(NetworkKind.class);

    NetworkSubject(BenchSettings settings) {
        this.settings = settings;
    }

    private static Plot plot(String name, String quantity) {
        return new Plot(
                name,
                "Training step of a network of Deeplearning4j",
                "steps of a sequence",
                quantity,
                Plot.Axes.DOUBLING);
    }

    @Override
    public Report run(Consumer<String> progress) throws IOException, InterruptedException {
        for (int length : settings.lengths()) {
            if (tooLarge.contains(NetworkKind.HOST)) {
                break;
            }
            addRows(length, measure(length, progress));
        }
        String explanation = String.format(
                "`fit` on one sequence of depth %d: attention of %d heads of %d, maximum over steps, two classes, Adam; "
                        + "nothing causal; medians of %d turns. Each run is a process of its own that may take %,d MiB; memory "
                        + "is what the step adds to a process that has made short ones. It ends where the host's layer does "
                        + "not fit.",
                settings.shape().depth(),
                settings.shape().heads(),
                settings.shape().headSize(),
                settings.turnsOfProcesses(),
                settings.memoryLimit());
        return new Report("A network of Deeplearning4j by length", explanation, List.of(table), List.of(time, memory));
    }

    private Map<NetworkKind, List<NetworkRun>> measure(int length, Consumer<String> progress)
            throws IOException, InterruptedException {
        String sizes = settings.shape().equals(Shape.QUICK) ? LayerMemory.QUICK : LayerMemory.USUAL;
        NetworkProcess process = new NetworkProcess(settings.memoryLimit());
        Map<NetworkKind, List<NetworkRun>> runs = new EnumMap<>(NetworkKind.class);
        for (int turn = 0; turn < settings.turnsOfProcesses(); turn++) {
            for (NetworkKind kind : remaining()) {
                Optional<NetworkRun> run = process.run(sizes, kind, length, settings.warmUpSeconds());
                run.ifPresentOrElse(
                        each -> runs.computeIfAbsent(kind, any -> new ArrayList<>())
                                .add(each),
                        () -> tooLarge.add(kind));
            }
            progress.accept(String.format("dl4j: turn %d at %,d steps done", turn + 1, length));
        }
        runs.keySet().removeAll(tooLarge);
        return runs;
    }

    private Set<NetworkKind> remaining() {
        return EnumSet.complementOf(tooLarge);
    }

    private void addRows(int length, Map<NetworkKind, List<NetworkRun>> runs) {
        for (NetworkKind kind : NetworkKind.values()) {
            double seconds = median(runs, kind, NetworkRun::seconds);
            double mebibytes = median(runs, kind, run -> run.bytes() / MEBI);
            table.add(
                    length,
                    kind.shown(),
                    seconds,
                    mebibytes,
                    ratio(runs, kind, NetworkRun::seconds),
                    ratio(runs, kind, run -> (double) run.bytes()),
                    runs.containsKey(kind) ? "done" : "out of memory");
            time.add(kind.shown(), length, seconds);
            memory.add(kind.shown(), length, mebibytes);
        }
    }

    private static double median(
            Map<NetworkKind, List<NetworkRun>> runs, NetworkKind kind, ToDoubleFunction<NetworkRun> figure) {
        List<NetworkRun> all = runs.get(kind);
        return all == null ? Double.NaN : figures(all, figure).median();
    }

    /** The host's figure by that of another kind, turn by turn; NaN where either is not there. */
    private static double ratio(
            Map<NetworkKind, List<NetworkRun>> runs, NetworkKind kind, ToDoubleFunction<NetworkRun> figure) {
        List<NetworkRun> host = runs.get(NetworkKind.HOST);
        List<NetworkRun> other = runs.get(kind);
        return host == null || other == null
                ? Double.NaN
                : figures(host, figure).ratioTo(figures(other, figure));
    }

    private static Timings figures(List<NetworkRun> runs, ToDoubleFunction<NetworkRun> figure) {
        return new Timings(runs.stream().map(figure::applyAsDouble).toList());
    }
}
