package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Everything that decides the numbers of a training, as texts; two trainings of one identity are the same one. */
final class TrainingIdentity {

    static final String DATA = "data";
    static final String SEED = "seed";

    /** What a run may change if it says so. */
    private static final Set<String> RATE = Set.of("schedule", "clipNorm");

    private static final int READABLE = 120;

    private TrainingIdentity() {}

    static Map<String, String> of(ReformerModel model, BatchSource data, TrainerConfig config) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put(DATA, data.hash());
        identity.put("model", model.getClass().getSimpleName() + " " + model.config());
        identity.put("precision", model.weights().type().toString());
        identity.put("batch", config.batchSize() + " x " + config.length());
        identity.put("accumulation", Integer.toString(config.accumulation()));
        identity.put(SEED, Long.toString(config.seed()));
        identity.put("optimizer", config.optimizer().toString());
        identity.put("schedule", config.schedule().toString());
        identity.put("clipNorm", Double.toString(config.clipNorm()));
        return identity;
    }

    /** Throws unless a checkpoint of one identity may be gone on with under the other. */
    static void requireSame(Path checkpoint, Map<String, String> saved, Map<String, String> now, boolean anyRate) {
        now.forEach((name, value) -> require(
                value.equals(saved.get(name)) || (anyRate && RATE.contains(name)),
                "the training in %s had another setting of %s%s; go on with the same, or choose another folder%s",
                checkpoint,
                name,
                values(String.valueOf(saved.get(name)), value),
                RATE.contains(name) ? ", or accept a new rate" : ""));
    }

    private static String values(String saved, String now) {
        return saved.length() + now.length() > 2 * READABLE ? "" : " (" + saved + ", now " + now + ")";
    }
}
