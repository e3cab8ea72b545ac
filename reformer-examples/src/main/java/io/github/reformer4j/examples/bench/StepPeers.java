package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.PeerCase.Request;
import io.github.reformer4j.examples.bench.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The training step of a peer's Reformer in turn with ours. */
final class StepPeers implements PeerComparison {

    private final BenchSettings settings;
    private final Table table = new Table(
            "peers-step",
            new Column("model", "model", "%s"),
            new Column("peer", "peer", "%s"),
            new Column("repetitions", "repetitions", "%d"),
            new Column("peer_seconds", "peer s / step", "%.3f"),
            new Column("our_seconds", "our s / step", "%.3f"),
            new Column("peer_tokens_per_second", "peer tokens / s", "%,.0f"),
            new Column("our_tokens_per_second", "our tokens / s", "%,.0f"),
            new Column("peer_by_ours", "peer / ours", "%.2f"));

    StepPeers(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public void run(Peers peers, Consumer<String> progress) {
        List<Timed> cases = new ArrayList<>();
        for (StepModel model : StepModel.values()) {
            peers.offering(model.request())
                    .ifPresent(process -> cases.add(new PeerCase(theirs(model), process, request(model), peers::note)));
        }
        if (cases.isEmpty()) {
            return;
        }
        for (StepModel model : StepModel.values()) {
            cases.add(model.steps(settings));
        }
        Measured measured = settings.turns().measure(cases);
        for (StepModel model : StepModel.values()) {
            addRow(model, measured);
        }
        progress.accept("peers: step done");
    }

    private static String theirs(StepModel model) {
        return Peers.TRANSFORMERS + ", " + model.title();
    }

    private Request request(StepModel model) {
        return new Request(model.request(), settings.tokens(), 1, model.rounds(), true);
    }

    private void addRow(StepModel model, Measured measured) {
        double peer = measured.median(theirs(model));
        if (Double.isNaN(peer)) {
            return;
        }
        double ours = measured.median(model.title());
        table.add(
                model.title(),
                Peers.TRANSFORMERS,
                settings.repetitions(),
                peer,
                ours,
                settings.tokens() / peer,
                settings.tokens() / ours,
                measured.ratio(theirs(model), model.title()));
    }

    @Override
    public String explanation() {
        return String.format(
                "peer s / step: forward, backward and Adam of a language model of %d layers at %,d tokens, in turn with ours",
                settings.layers(), settings.tokens());
    }

    @Override
    public Table table() {
        return table;
    }
}
