package io.github.reformer4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleConfig;
import io.github.reformer4j.reversible.ReversibleConfig.Layer;
import io.github.reformer4j.reversible.StreamLayout;
import io.github.reformer4j.testing.GradientCheck;
import io.github.reformer4j.testing.NewJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** A graph that was trained, saved and loaded in another JVM goes on as if nothing had happened, its updater included. */
class OpSavingTest {

    private static final int EPOCHS = 3;

    @TempDir
    Path folder;

    @Test
    void trainingGoesOnInANewJvmAsItWouldHaveHere() throws IOException, InterruptedException {
        SameDiff sd = trainable();
        fit(sd);
        File file = folder.resolve("graph.fb").toFile();
        sd.save(file, true);
        fit(sd);
        double here = loss(sd);
        SameDiff forgetful = SameDiff.load(file, false);
        fit(forgetful);
        assertThat(NewJvm.run(GoesOn.class, file)).contains("loss " + here);
        assertThat(loss(forgetful)).as("without the state of the updater").isNotEqualTo(here);
    }

    /** Loads a graph, trains it further and prints its loss, in a JVM of its own. */
    static final class GoesOn {
        private GoesOn() {}

        /** Argument: the file. */
        public static void main(String[] arguments) {
            ReformerOps.register();
            SameDiff sd = SameDiff.load(new File(arguments[0]), true);
            fit(sd);
            System.out.println("loss " + loss(sd));
        }
    }

    /** LSH attention and feed-forward in a reversible layer, with dropout decided by a number that is fed. */
    private static SameDiff trainable() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, 8);
        SDVariable target = sd.placeHolder("target", DataType.DOUBLE, -1, -1, 16);
        Layer layer = Layer.of(
                new SequentialConfig(List.of(
                        new Part("norm", new LayerNormConfig(8, 1e-6)),
                        new Part("lsh", LshAttentionConfig.of(8, 2, 4, 4).withDropout(0.1)))),
                new FeedForwardConfig(8, 16, Activation.GELU, 4, 0.1));
        SDVariable y = ReformerOps.of(sd)
                .reversible(
                        "layers",
                        x,
                        new ReversibleConfig(List.of(layer), MemoryMode.REVERSIBLE, StreamLayout.duplicate()),
                        OpInputs.none().withTraining(sd.constant("training", 1)));
        sd.math().square(y.sub(target)).mean("loss").markAsLoss();
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(1e-2))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("target")
                .build());
        return sd;
    }

    private static void fit(SameDiff sd) {
        sd.fit(new SingletonMultiDataSetIterator(new MultiDataSet(draw(1, 2, 12, 8), draw(2, 2, 12, 16))), EPOCHS);
    }

    private static double loss(SameDiff sd) {
        return Objects.requireNonNull(sd.output(Map.of("x", draw(1, 2, 12, 8), "target", draw(2, 2, 12, 16)), "loss")
                        .get("loss"))
                .getDouble(0);
    }

    private static INDArray draw(long seed, long... shape) {
        return GradientCheck.random(seed, shape);
    }
}
