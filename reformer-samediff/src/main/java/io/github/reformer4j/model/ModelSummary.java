package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How large a model is: its parameters by part, and an estimate of the memory of a training step and of a forward pass.
 * Nothing of it is created for that.
 *
 * @param config of the model
 * @param load what the memory is estimated for
 * @param parts the parameters, in the order in which a token meets them
 * @param lastingBytes of all weights, gradients, updater state and bucket ids: what a layer costs in any memory mode
 * @param trainingStep the highest memory of a training step
 * @param forwardPass the highest memory of a loss without gradients
 */
public record ModelSummary(
        ReformerConfig config,
        Workload load,
        List<Part> parts,
        long lastingBytes,
        MemoryEstimate trainingStep,
        MemoryEstimate forwardPass) {

    private static final String EMBEDDINGS = "embeddings.";
    private static final String FINAL_NORM = "layer_norm.";

    /**
     * Parameters of one part.
     *
     * @param name of the part
     * @param parameters trainable numbers
     */
    public record Part(String name, long parameters) {}

    public ModelSummary {
        parts = List.copyOf(parts);
    }

    /** A summary of a model with these parameters. */
    public static ModelSummary of(ReformerConfig config, List<ParameterSpec> parameters, Workload load) {
        require(
                load.length() <= config.maxPositions(),
                "the model holds %d positions (maxPositions), got a sequence of %d; shorten it or choose a larger model",
                config.maxPositions(),
                load.length());
        return new ModelSummary(
                config,
                load,
                parts(config, parameters),
                StepMemory.lasting(config, parameters, load),
                StepMemory.training(config, parameters, load),
                StepMemory.forward(config, parameters, load));
    }

    private static List<Part> parts(ReformerConfig config, List<ParameterSpec> parameters) {
        List<Part> parts = new ArrayList<>();
        parts.add(part("embeddings", parameters, name -> name.startsWith(EMBEDDINGS)));
        for (int i = 0; i < config.attentionLayers().size(); i++) {
            String layer = "layers." + i + ".";
            String attention = layer + "attention (" + config.attentionLayers().get(i) + ")";
            parts.add(part(attention, parameters, name -> name.startsWith(layer + "attention.")));
            parts.add(part(layer + "feed_forward", parameters, name -> name.startsWith(layer + "feed_forward.")));
        }
        parts.add(part("final norm", parameters, name -> name.startsWith(FINAL_NORM)));
        parts.add(part("head", parameters, ModelSummary::isOfHead));
        return parts;
    }

    private static boolean isOfHead(String name) {
        return !name.startsWith(EMBEDDINGS) && !name.startsWith("layers.") && !name.startsWith(FINAL_NORM);
    }

    private static Part part(String title, List<ParameterSpec> parameters, Predicate<String> belongs) {
        return new Part(
                title,
                parameters.stream()
                        .filter(spec -> belongs.test(spec.name()))
                        .mapToLong(ParameterSpec::length)
                        .sum());
    }

    /** Trainable numbers of all parts. */
    public long parameters() {
        return parts.stream().mapToLong(Part::parameters).sum();
    }

    /** Tables for people. */
    @Override
    public String toString() {
        return SummaryText.of(this);
    }
}
