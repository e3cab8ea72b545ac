package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.memory.TrainingSteps;
import io.github.reformer4j.model.ReformerConfig;

/** Training steps of a language model, one sequence each. */
final class StepCase implements Timed {

    private final String name;
    private final TrainingSteps steps;

    StepCase(String name, ReformerConfig config, int length) {
        this.name = name;
        steps = new TrainingSteps(config, 1, length);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run() {
        return Timed.secondsOf(steps::run);
    }

    @Override
    public void close() {
        steps.close();
    }
}
