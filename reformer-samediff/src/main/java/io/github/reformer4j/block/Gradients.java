package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Temporaries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums of gradients by parameter name, seen from one place of the model as {@link Weights} are. A backward pass adds to
 * what stands here, so that accumulating over several batches costs nothing more.
 */
public final class Gradients implements AutoCloseable {

    private final Map<String, INDArray> sums;
    private final Weights weights;
    private final String prefix;

    private Gradients(Map<String, INDArray> sums, Weights weights, String prefix) {
        this.sums = sums;
        this.weights = weights;
        this.prefix = prefix;
    }

    /** No gradients yet, for these weights. */
    public static Gradients of(Weights weights) {
        return new Gradients(new LinkedHashMap<>(), weights, "");
    }

    /** The same sums, seen from one level further down. */
    public Gradients at(String name) {
        return new Gradients(sums, weights.at(name), prefix + name + ".");
    }

    /** The sum of this parameter, zero at first: [shape of the parameter], c order; add to it in place. */
    public INDArray sum(String name) {
        return sums.computeIfAbsent(
                prefix + name,
                key -> Nd4j.zeros(weights.type(), weights.get(name).shape()));
    }

    /** Adds {@code gradient}, which stays the caller's. */
    public void add(String name, INDArray gradient) {
        sum(name).addi(gradient);
    }

    /** All sums by whole parameter names; a parameter that no backward pass touched is absent. */
    public Map<String, INDArray> all() {
        return Collections.unmodifiableMap(sums);
    }

    /** Sets every sum to zero and keeps its memory. */
    public void clear() {
        sums.values().forEach(sum -> sum.assign(0));
    }

    /** Frees the sums. */
    @Override
    public void close() {
        sums.values().forEach(Temporaries::free);
        sums.clear();
    }
}
