package io.github.reformer4j.kernel.cpu;

/** Scaling keys: by 1 / √d, and to unit mean square before that where they are queries. */
final class KeyScale {

    private static final double EPSILON = 1e-6;

    /** Rows whose products are taken together. */
    private static final int ROWS = 64;

    private final Lanes lanes;
    private final int depth;
    private final int stride;
    private final boolean shared;
    private final float[] dots = new float[ROWS];

    /**
     * For rows of keys {@code stride} apart.
     *
     * @param shared whether keys are made of queries
     */
    KeyScale(Lanes lanes, int depth, int stride, boolean shared) {
        this.lanes = lanes;
        this.depth = depth;
        this.stride = stride;
        this.shared = shared;
    }

    /** Scales keys in place; {@code scale} gets the factors. */
    void apply(float[] key, int rows, float[] scale) {
        double root = Math.sqrt((double) depth);
        for (int first = 0; first < rows; first += ROWS) {
            int end = Math.min(rows, first + ROWS);
            if (shared) {
                lanes.dots(key, key, first * stride, stride, depth, end - first, dots);
            }
            for (int row = first; row < end; row++) {
                double square = shared ? dots[row - first] / depth + EPSILON : 1.0;
                float factor = (float) (1.0 / (Math.sqrt(square) * root));
                scale[row] = factor;
                lanes.scale(key, row * stride, depth, factor);
            }
        }
    }

    /**
     * Turns the gradient of a key k = f x into that of x, in place: f dk, and f (dk − k (k · dk)) where x is a query, because
     * f then falls as x grows.
     */
    void backward(float[] key, float[] dKey, int rows, float[] scale) {
        for (int first = 0; first < rows; first += ROWS) {
            int end = Math.min(rows, first + ROWS);
            if (shared) {
                lanes.dots(key, dKey, first * stride, stride, depth, end - first, dots);
            }
            for (int row = first; row < end; row++) {
                int at = row * stride;
                if (shared) {
                    lanes.addScaled(-dots[row - first], key, at, dKey, at, depth);
                }
                lanes.scale(dKey, at, depth, scale[row]);
            }
        }
    }
}
