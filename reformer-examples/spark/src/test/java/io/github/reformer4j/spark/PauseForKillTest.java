package io.github.reformer4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class PauseForKillTest {

    @TempDir
    private Path folder;

    private final MultiLayerNetwork network = Recollection.network(1);
    private final DataSet batch = Recollection.examples(1, 1).get(0);

    @Test
    void theFirstAtItsIterationSaysWhoItIsAndFailsUnlessItIsKilled() throws Exception {
        PauseForKill pause = new PauseForKill(folder, 0);
        // An interrupted thread does not sleep.
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pause.preUpdate(batch, network))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody killed this executor within 60 s");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readString(PauseForKill.note(folder)))
                .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        pause.preUpdate(batch, network);
    }

    @Test
    void atOtherIterationsThereIsNoPause() {
        new PauseForKill(folder, 1).preUpdate(batch, network);
        assertThat(PauseForKill.note(folder)).doesNotExist();
    }
}
