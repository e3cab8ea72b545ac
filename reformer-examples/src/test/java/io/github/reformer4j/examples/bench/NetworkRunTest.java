package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NetworkRunTest {

    @Test
    void whatAProcessPrintedIsFoundAmongWhatTheHostPrints() {
        assertThat(NetworkRun.parse("Added differentiated op x\nstep 0.25 1048576\n"))
                .contains(new NetworkRun(0.25, 1 << 20));
        assertThat(NetworkRun.parse("Added differentiated op x\n")).isEmpty();
    }

    @Test
    void onlyAFailureForLackOfMemoryCountsAsOne() {
        assertThat(NetworkProcess.isOutOfMemory(134, "terminate called")).isTrue();
        assertThat(NetworkProcess.isOutOfMemory(1, "java.lang.OutOfMemoryError: Cannot allocate"))
                .isTrue();
        assertThat(NetworkProcess.isOutOfMemory(1, "java.lang.IllegalArgumentException: nOut"))
                .isFalse();
        assertThat(NetworkProcess.isOutOfMemory(0, "std::bad_alloc")).isFalse();
    }

    @Test
    void everyNetworkTakesTheSameSequencesAndTheDropInHasTheHostsParameters() {
        Shape shape = new Shape(8, 2, 4, 16, 4, 16);
        DataSet sequence = new DataSet(LayerCase.numbers(1, 1, 8, 40), Nd4j.create(new float[][] {{0.0f, 1.0f}}));
        for (NetworkKind kind : NetworkKind.values()) {
            MultiLayerNetwork network = kind.network(shape);
            network.fit(sequence);
            assertThat(network.score()).as(kind.shown()).isFinite();
        }
        assertThat(NetworkKind.DROP_IN.network(shape).params())
                .isEqualTo(NetworkKind.HOST.network(shape).params());
        assertThat(Arrays.stream(NetworkKind.values()).map(NetworkKind::shown)).doesNotHaveDuplicates();
    }
}
