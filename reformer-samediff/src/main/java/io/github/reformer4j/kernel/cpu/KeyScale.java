package io.github.reformer4j.kernel.cpu;

/** Scaling keys: by 1 / √d, and to unit mean square before that where they are queries. */
final class KeyScale {

    private static final double EPSILON = 1e-6;

    private KeyScale() {}

    static void scale(float[] key, int rows, int depth, int stride, boolean shared, float[] scale) {
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            double root = shared ? Math.sqrt(dot(key, key, at, depth) / depth + EPSILON) : 1.0;
            float factor = (float) (1.0 / (root * Math.sqrt((double) depth)));
            scale[row] = factor;
            for (int i = at; i < at + depth; i++) {
                key[i] *= factor;
            }
        }
    }

    /** Four sums side by side, which do not wait for each other. */
    static float dot(float[] x, float[] y, int at, int depth) {
        float first = 0.0f;
        float second = 0.0f;
        float third = 0.0f;
        float fourth = 0.0f;
        int i = at;
        for (; i + 4 <= at + depth; i += 4) {
            first += x[i] * y[i];
            second += x[i + 1] * y[i + 1];
            third += x[i + 2] * y[i + 2];
            fourth += x[i + 3] * y[i + 3];
        }
        for (; i < at + depth; i++) {
            first += x[i] * y[i];
        }
        return first + second + (third + fourth);
    }

    /**
     * Turns the gradient of a key k = f x into that of x, in place: f dk, and f (dk − k (k · dk)) where x is a query, because
     * f then falls as x grows.
     */
    static void backward(float[] key, float[] dKey, int rows, int depth, int stride, boolean shared, float[] scale) {
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            float along = shared ? dot(key, dKey, at, depth) : 0.0f;
            for (int i = at; i < at + depth; i++) {
                dKey[i] = scale[row] * (dKey[i] - key[i] * along);
            }
        }
    }
}
