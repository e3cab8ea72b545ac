package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.examples.bench.PeerCase.Request;
import io.github.reformer4j.examples.bench.PeerProcess.Unavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, with a script of the shell as the peer. */
class PeersTest {

    private static PeerProcess shell(String script) throws Unavailable {
        return PeerProcess.start(List.of("sh", "-c", script), Map.of("SPEED", "0.25"));
    }

    @Test
    void aPeerSaysWhatItOffersAndAnswersWithSeconds() throws Unavailable {
        String script =
                "echo ready attention,layer a peer of words; read line; echo $SPEED; read line; echo error \"$line?\"";
        try (PeerProcess peer = shell(script)) {
            assertThat(peer.description()).isEqualTo("a peer of words");
            assertThat(peer.offers("layer")).isTrue();
            assertThat(peer.offers("lsh")).isFalse();
            assertThat(peer.ask("layer", 64, 2, 0, true)).isEqualTo(0.25);
            assertThatThrownBy(() -> peer.ask("layer", 128, 1, 4, false)).hasMessage("layer 128 1 4 false?");
        }
    }

    @Test
    void aCaseThatFailsSaysSoOnceAndTakesNoFurtherPart() throws Unavailable {
        List<String> sentences = new ArrayList<>();
        try (PeerProcess peer = shell("echo ready layer it ends; read line")) {
            PeerCase timed = new PeerCase("shell", peer, new Request("layer", 64, 1, 0, false), sentences::add);
            assertThat(timed.run()).isNaN();
            assertThat(timed.run()).isNaN();
        }
        assertThat(sentences)
                .containsExactly("shell failed at length 64: its process ended, perhaps for want of memory");
    }

    /** The build sets it for tests, as the launcher does for commands. */
    @Test
    void aPeerKeepsItsOwnWayOfWaiting() throws Unavailable {
        try (PeerProcess peer = shell("echo ready layer waiting: ${OMP_WAIT_POLICY-its own}; read line")) {
            assertThat(peer.description()).isEqualTo("waiting: its own");
        }
    }

    @Test
    void whatDoesNotStartSaysWhy() {
        assertThatThrownBy(() -> shell("echo there is no such thing here")).hasMessage("there is no such thing here");
        assertThatThrownBy(() -> shell("exit 3")).hasMessage("its process ended before it was ready");
        assertThatThrownBy(() -> PeerProcess.start(List.of("/no/such/program"), Map.of()))
                .hasMessageStartingWith("/no/such/program does not start (");
    }

    @Test
    void peersThatAreNotThereAreLeftOutWithASentence(@TempDir Path empty) {
        try (Peers peers = Peers.find(BenchSettings.quick(), empty)) {
            assertThat(peers.running()).isEmpty();
            assertThat(peers.sentences())
                    .hasSize(2)
                    .anySatisfy(sentence -> assertThat(sentence)
                            .startsWith("libtorch is left out: there is no " + empty)
                            .contains("build it by: mvn -q -Ppeers -pl reformer-examples/peers"))
                    .anySatisfy(sentence -> assertThat(sentence).startsWith("pytorch is left out: "));
        }
    }
}
