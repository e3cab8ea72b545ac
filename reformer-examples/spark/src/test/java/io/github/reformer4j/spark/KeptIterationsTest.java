package io.github.reformer4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.ComputationGraphUtil;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class KeptIterationsTest {

    private final ComputationGraph driver = Recollection.graph(1);
    private final MultiDataSet batch =
            ComputationGraphUtil.toMultiDataSet(Recollection.examples(1, 1).get(0));

    private static KeptIterations sent(KeptIterations hook) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(hook);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (KeptIterations) in.readObject();
        }
    }

    @Test
    void aWorkerGoesOnWhereTheDriverIs() throws Exception {
        KeptIterations hook = new KeptIterations(driver);
        driver.getConfiguration().setIterationCount(7);
        driver.getConfiguration().setEpochCount(2);
        ComputationGraphConfiguration copied = driver.getConfiguration().clone();
        assertThat(copied.getIterationCount())
                .as("what the host's copy keeps; with 7 this hook is no longer needed")
                .isZero();
        ComputationGraph worker = new ComputationGraph(copied);
        worker.init(driver.params().dup(), false);
        KeptIterations onWorker = sent(hook);
        onWorker.preUpdate(batch, worker);
        assertThat(copied.getIterationCount()).isEqualTo(7);
        assertThat(copied.getEpochCount()).isEqualTo(2);
        worker.fit(batch);
        onWorker.preUpdate(batch, worker);
        assertThat(copied.getIterationCount()).isEqualTo(8);
    }
}
