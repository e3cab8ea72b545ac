package io.github.reformer4j.examples.memory;

import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.offload.Offload;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Progress;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** What a process of the comparison runs: a short training with Adam and clipping, with or without offload. */
public final class OffloadedSteps {

    static final String LOSS = "loss ";
    static final String PEAK = "peak ";

    private OffloadedSteps() {}

    /** Takes a file with a configuration as JSON, tokens of a sequence, steps, and a folder to offload to, or none. */
    public static void main(String[] arguments) throws IOException {
        ReformerConfig config = ReformerConfig.fromJson(Files.readString(Path.of(arguments[0])));
        int length = Integer.parseInt(arguments[1]);
        long steps = Long.parseLong(arguments[2]);
        ArrayStore store = arguments.length > 3 ? Offload.toFolder(Path.of(arguments[3])) : ArrayStore.inMemory();
        try (LanguageModel model = LanguageModel.create(config, DataType.FLOAT, 1, store)) {
            new Trainer(model, new Numbers(config), training(length, steps), null, new Printed()).run();
        }
        System.out.println(PEAK + ResidentMemory.highest());
    }

    private static TrainerConfig training(int length, long steps) {
        return new TrainerConfig(
                1,
                length,
                1,
                OptimizerConfig.adam(0.9, 0.98, 1e-9),
                new Schedule.Constant(1e-3, 0),
                1.0,
                1,
                steps,
                0.0,
                0,
                1,
                0);
    }

    /** A line for each step: its loss, every bit of it, and its seconds. */
    private static final class Printed implements TrainingListener {

        private double before;

        @Override
        public void onStep(Progress progress) {
            System.out.println(LOSS + Double.toHexString(progress.lossBits()) + " " + (progress.seconds() - before));
            before = progress.seconds();
        }
    }

    /** Tokens without meaning: what is measured does not depend on them. */
    private record Numbers(ReformerConfig config) implements BatchSource {

        @Override
        public Batch training(long key, int size, int length) {
            int[][] ids = new int[size][length];
            for (int row = 0; row < size; row++) {
                for (int i = 0; i < length; i++) {
                    ids[row][i] = Math.floorMod((int) key + (row + i) * 0x9E3779B9, config.vocabularySize());
                }
            }
            return Batch.causal(ids);
        }

        @Override
        public List<Batch> heldOut(int size, int length, int most) {
            return List.of(training(0, 1, length));
        }

        @Override
        public String hash() {
            return "none";
        }
    }
}
