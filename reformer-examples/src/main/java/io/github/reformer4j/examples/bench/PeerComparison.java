package io.github.reformer4j.examples.bench;

import java.util.List;
import java.util.function.Consumer;

/** Something that other implementations do in turn with ours; made and run once. */
interface PeerComparison {

    /** Runs what the peers that are there can run; says now and then how far it is. */
    void run(Peers peers, Consumer<String> progress);

    /** What the table shows, in a sentence. */
    String explanation();

    /** A row for each case of a peer; none where no peer could. */
    Table table();

    /** One PNG file each. */
    default List<Plot> plots() {
        return List.of();
    }
}
