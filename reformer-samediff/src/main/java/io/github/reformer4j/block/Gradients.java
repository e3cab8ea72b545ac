package io.github.reformer4j.block;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums of gradients by parameter name, seen from one place of the model as {@link Weights} are. A backward pass adds to
 * what stands here, so that accumulating over several batches costs nothing more.
 */
public final class Gradients implements AutoCloseable {

    private final ArraySet sums;
    private final Weights weights;
    private final String prefix;

    private Gradients(ArraySet sums, Weights weights, String prefix) {
        this.sums = sums;
        this.weights = weights;
        this.prefix = prefix;
    }

    /** No gradients yet, for these weights. */
    public static Gradients of(Weights weights) {
        return new Gradients(weights.newSet("gradients"), weights, "");
    }

    /**
     * Gradients that are added to what stands in arrays of the caller.
     *
     * @param arrays by whole parameter names, dense and in c order; stay the caller's, so that this must not be closed
     */
    public static Gradients into(Map<String, INDArray> arrays, Weights weights) {
        Gradients gradients = of(weights);
        arrays.forEach(gradients.sums::put);
        return gradients;
    }

    /** The same sums, seen from one level further down. */
    public Gradients at(String name) {
        return new Gradients(sums, weights.at(name), prefix + name + ".");
    }

    /** The sum of this parameter, zero at first: [shape of the parameter], c order; add to it in place. */
    public INDArray sum(String name) {
        INDArray known = sums.change(prefix + name);
        if (known != null) {
            return known;
        }
        INDArray weight = weights.get(name);
        INDArray zeros = Nd4j.zeros(weight.dataType(), weight.shape());
        sums.put(prefix + name, zeros);
        return zeros;
    }

    /** Adds {@code gradient}, which stays the caller's. */
    public void add(String name, INDArray gradient) {
        sum(name).addi(gradient);
    }

    /** All sums by whole parameter names; a parameter that no backward pass touched is absent. */
    public Map<String, INDArray> all() {
        return sums.changing();
    }

    /** The same, not to be changed, which spares a store the way back. */
    public Map<String, INDArray> reading() {
        return sums.reading();
    }

    /** Sets every sum to zero and keeps its memory. */
    public void clear() {
        sums.changing().values().forEach(sum -> sum.assign(0));
    }

    /** Frees the sums. */
    @Override
    public void close() {
        sums.close();
    }
}
