package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.PeerCase.Request;
import io.github.reformer4j.examples.bench.Table.Column;
import io.github.reformer4j.model.LanguageModel;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;

/** Tokens that a peer generates behind a prompt, through its cache, in turn with ours. */
final class GenerationPeers implements PeerComparison {

    private static final String GENERATION = "generation";

    private final BenchSettings settings;
    private final Table table = new Table(
            "peers-generation",
            new Column("context", "context", "%,d"),
            new Column("peer", "peer", "%s"),
            new Column("repetitions", "repetitions", "%d"),
            new Column("peer_tokens_per_second", "peer tokens / s", "%,.1f"),
            new Column("our_tokens_per_second", "our tokens / s", "%,.0f"),
            new Column("ours_by_peer", "our rate / peer's", "%.2f"));

    GenerationPeers(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public void run(Peers peers, Consumer<String> progress) {
        peers.offering(GENERATION).ifPresent(process -> {
            try (LanguageModel model = LanguageModel.create(StepModel.IN_TURN.config(settings), DataType.FLOAT, 1)) {
                settings.contexts().stream()
                        .filter(context -> context <= settings.peerContextLimit())
                        .forEach(context -> {
                            compare(
                                    new PeerCase(Peers.TRANSFORMERS, process, request(context), peers::note),
                                    model,
                                    context);
                            progress.accept(String.format("peers: generation behind %d tokens done", context));
                        });
            }
        });
    }

    private static Request request(int context) {
        return new Request(GENERATION, context, 1, StepModel.IN_TURN.rounds(), false);
    }

    private void compare(PeerCase theirs, LanguageModel model, int context) {
        Timed ours = new GenerationCases.Tokens(model, context, settings.generated());
        Measured measured = settings.turns().measure(List.of(ours, theirs));
        double peer = measured.median(theirs.name());
        if (!Double.isNaN(peer)) {
            table.add(
                    context,
                    theirs.name(),
                    settings.repetitions(),
                    settings.generated() / peer,
                    settings.generated() / measured.median(ours.name()),
                    measured.ratio(theirs.name(), ours.name()));
        }
    }

    @Override
    public String explanation() {
        return String.format(
                "context: %d tokens a repetition behind a prompt of so many, one at a time through the cache of either; "
                        + "%d layers, local and LSH in turn, 1 round",
                settings.generated(), settings.layers());
    }

    @Override
    public Table table() {
        return table;
    }
}
