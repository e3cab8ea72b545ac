package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.examples.bench.Benchmark.Measure;
import io.github.reformer4j.examples.bench.PeerProcess.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models beside those of a peer, which is a script of the shell that writes down what it is asked. */
class PeerComparisonTest {

    private static final int TURNS = 2;
    private static final double SECONDS = 1024.0;

    private final BenchSettings settings = BenchSettings.quick().with(null, null, null, 64, TURNS);
    private final List<String> progress = new ArrayList<>();
    private Path asked = Path.of("");

    @BeforeEach
    void writesDown(@TempDir Path folder) {
        asked = folder.resolve("asked");
    }

    private void compare(PeerComparison comparison, String offers) throws Unavailable {
        String script =
                "echo ready " + offers + " a script; while read line; do echo \"$line\" >> \"$ASKED\"; echo 1024; done";
        PeerProcess process = PeerProcess.start(List.of("sh", "-c", script), Map.of("ASKED", asked.toString()));
        try (Peers peers = Peers.of(settings, "script", process)) {
            comparison.run(peers, progress::add);
        }
    }

    /** Lines of a CSV table, split at the commas outside of quotes. */
    private static List<String[]> rows(PeerComparison comparison) {
        return comparison
                .table()
                .csv()
                .lines()
                .skip(1)
                .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .toList();
    }

    @Test
    void bothModelsTakeTheirStepsInTurnWithThoseOfThePeer() throws Unavailable, IOException {
        StepPeers comparison = new StepPeers(settings);
        compare(comparison, "step,step-lsh");
        assertThat(Files.readAllLines(asked))
                .hasSize(2 * (TURNS + 1)) // and a warm-up
                .startsWith("step 256 1 1 true", "step-lsh 256 1 4 true", "step 256 1 1 true");
        assertThat(rows(comparison)).hasSize(2).allSatisfy(row -> {
            assertThat(row[1]).isEqualTo("transformers");
            assertThat(Double.parseDouble(row[3])).isEqualTo(SECONDS);
            assertThat(Double.parseDouble(row[4])).isBetween(0.0, SECONDS);
            assertThat(Double.parseDouble(row[5])).isEqualTo(256 / SECONDS);
            assertThat(Double.parseDouble(row[7])).isGreaterThan(1.0);
        });
        assertThat(progress).containsExactly("peers: step done");
    }

    @Test
    void generationIsComparedByContextUpToTheLimit() throws Unavailable, IOException {
        GenerationPeers comparison = new GenerationPeers(settings);
        compare(comparison, "generation");
        assertThat(Files.readAllLines(asked)).hasSize(TURNS + 1).containsOnly("generation 64 1 1 false");
        assertThat(rows(comparison)).singleElement().satisfies(row -> {
            assertThat(row).startsWith("64", "transformers", "2");
            assertThat(Double.parseDouble(row[3])).isEqualTo(settings.generated() / SECONDS);
            assertThat(Double.parseDouble(row[5])).isGreaterThan(1.0);
        });
    }

    @Test
    void nothingRunsWhereNoPeerKnowsModels() throws Unavailable {
        for (PeerComparison comparison : List.of(new StepPeers(settings), new GenerationPeers(settings))) {
            compare(comparison, "attention,layer");
            assertThat(comparison.table().size()).isZero();
        }
        assertThat(asked).doesNotExist();
        assertThat(progress).isEmpty();
    }

    @Test
    void theLayerByHashingIsComparedAtOneRoundAndAtFour() throws Unavailable, IOException {
        AttentionPeers comparison = new AttentionPeers(settings.with(List.of(64), null, 0, null, null));
        compare(comparison, "lsh");
        assertThat(Files.readAllLines(asked))
                .contains("lsh 64 4 1 false", "lsh 64 4 4 false", "lsh 64 4 1 true", "lsh 64 4 4 true")
                .hasSize(4 * (TURNS + 1));
        assertThat(rows(comparison)).extracting(row -> row[4]).containsOnly("transformers lsh-1", "transformers lsh-4");
    }

    @Test
    void roundsAndDepthHaveNoPeers() {
        assertThat(Measure.ROUNDS.peers(settings)).isEmpty();
        assertThat(Measure.DEPTH.peers(settings)).isEmpty();
    }
}
