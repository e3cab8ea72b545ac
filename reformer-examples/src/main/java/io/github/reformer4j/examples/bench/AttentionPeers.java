package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.PeerCase.Request;
import io.github.reformer4j.examples.bench.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Layers of other implementations in turn with ours: attention alone, and with its projections. */
final class AttentionPeers implements PeerComparison {

    private static final String ATTENTION = "attention";
    private static final String LAYER = "layer";
    private static final String LSH = "lsh";
    private static final int FEW = 3;

    private final BenchSettings settings;
    private final LayerKind four;
    private final LayerKind one;
    private final Table table = new Table(
            "peers",
            new Column("length", "length", "%,d"),
            new Column("batch", "batch", "%d"),
            new Column("what", "what", "%s"),
            new Column("backward", "backward", "%s"),
            new Column("peer", "peer", "%s"),
            new Column("repetitions", "repetitions", "%d"),
            new Column("peer_seconds", "peer s", "%.4f"),
            new Column("lsh_4_seconds", "lsh-4 s", "%.4f"),
            new Column("lsh_1_seconds", "lsh-1 s", "%.4f"),
            new Column("peer_by_lsh_4", "peer / lsh-4", "%.2f"),
            new Column("peer_by_lsh_1", "peer / lsh-1", "%.2f"));
    private final Plot plot = new Plot(
            "peers", "Layers and peers, forward and backward", "length, tokens", "ns a token", Plot.Axes.DOUBLING);

    AttentionPeers(BenchSettings settings) {
        this.settings = settings;
        four = LayerKind.lsh(settings.shape(), 4);
        one = LayerKind.lsh(settings.shape(), 1);
    }

    @Override
    public void run(Peers peers, Consumer<String> progress) {
        for (int length : settings.lengths()) {
            for (boolean backward : new boolean[] {false, true}) {
                if (length <= settings.tokens()) {
                    compare(peers, ATTENTION, length, backward);
                }
                compare(peers, LAYER, length, backward);
            }
            progress.accept(String.format("peers: length %d done", length));
        }
    }

    @Override
    public String explanation() {
        return "attention: from queries, keys and values to the output, hashing and sorting included; layer: with projections "
                + "to queries that are keys, and to values. lsh-r of a peer is compared with r rounds of ours";
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public List<Plot> plots() {
        return List.of(plot);
    }

    private void compare(Peers peers, String what, int length, boolean backward) {
        int batch = settings.batch(length);
        Map<String, Timed> theirs = theirs(peers, what, length, backward);
        List<Timed> cases = new ArrayList<>();
        cases.add(ours(four, what, length, backward));
        cases.add(ours(one, what, length, backward));
        String lsh4 = cases.get(0).name();
        String lsh1 = cases.get(1).name();
        cases.addAll(theirs.values());
        InTurn turns = turns(length);
        Measured measured = turns.measure(cases);
        for (String peer : theirs.keySet()) {
            if (!Double.isNaN(measured.median(peer))) {
                table.add(
                        length,
                        batch,
                        what,
                        backward ? "with" : "without",
                        peer,
                        turns.repetitions(),
                        measured.median(peer),
                        measured.median(lsh4),
                        measured.median(lsh1),
                        measured.ratio(peer, lsh4),
                        measured.ratio(peer, lsh1));
            }
        }
        if (what.equals(LAYER) && backward) {
            double perToken = 1e9 / ((double) batch * length);
            measured.byName().forEach((name, timings) -> plot.add(label(name), length, timings.median() * perToken));
        }
    }

    /** Ours is named for the kind alone, as a peer is. */
    private static String label(String name) {
        int comma = name.indexOf(',');
        return comma < 0 ? name : name.substring(0, comma);
    }

    /** The longest, which take exact attention a minute a run, get fewer turns and no warm-up. */
    private InTurn turns(int length) {
        return length <= settings.tokens() ? settings.turns() : new InTurn(Math.min(FEW, settings.repetitions()), -1.0);
    }

    private Timed ours(LayerKind kind, String what, int length, boolean backward) {
        int batch = settings.batch(length);
        return what.equals(LAYER)
                ? new LayerCase(kind, batch, length, backward)
                : new AttentionCase(kind, batch, length, false, backward);
    }

    private Map<String, Timed> theirs(Peers peers, String what, int length, boolean backward) {
        int batch = settings.batch(length);
        Map<String, Timed> cases = new LinkedHashMap<>();
        peers.running().forEach((name, process) -> {
            if (process.offers(what)) {
                Request request = new Request(what, length, batch, 0, backward);
                cases.put(name, new PeerCase(name, process, request, peers::note));
            }
        });
        if (what.equals(LAYER)) {
            peers.offering(LSH).ifPresent(process -> {
                for (int rounds : new int[] {1, 4}) {
                    String name = Peers.TRANSFORMERS + " lsh-" + rounds;
                    Request request = new Request(LSH, length, batch, rounds, backward);
                    cases.put(name, new PeerCase(name, process, request, peers::note));
                }
            });
        }
        if (what.equals(ATTENTION) && length <= settings.peerLimit()) {
            String name = Dl4jAttention.NAME;
            cases.put(name, new Dl4jAttention(name, settings.shape(), batch, length, backward));
        }
        return cases;
    }
}
