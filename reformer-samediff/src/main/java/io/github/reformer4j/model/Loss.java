package io.github.reformer4j.model;

/**
 * A loss as a sum and what it is a sum over, so that losses of batches add up rightly.
 *
 * @param sum in nats
 * @param count labels that counted
 */
public record Loss(double sum, long count) {

    /** Nothing seen yet. */
    public static final Loss NONE = new Loss(0.0, 0);

    /** Both together. */
    public Loss plus(Loss other) {
        return new Loss(sum + other.sum, count + other.count);
    }

    /** Nats a label; 0 where nothing counted. */
    public double mean() {
        return count == 0 ? 0.0 : sum / count;
    }

    /** Bits a label: bits per byte where a label is a byte. */
    public double bits() {
        return mean() / Math.log(2.0);
    }
}
