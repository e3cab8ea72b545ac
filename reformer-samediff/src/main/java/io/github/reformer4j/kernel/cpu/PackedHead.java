package io.github.reformer4j.kernel.cpu;

/** The scaled keys and the values of one head of one sequence on the heap, [n, d] each, rows a whole number of lanes apart. */
final class PackedHead {

    final int length;
    final int depth;
    final int stride;
    final float[] key;
    final float[] value;
    final float[] scale;
    private final KeyScale keyScale;

    PackedHead(int length, int depth, int stride, KeyScale keyScale) {
        this.keyScale = keyScale;
        this.length = length;
        this.depth = depth;
        this.stride = stride;
        key = new float[Math.multiplyExact(length, stride)];
        value = new float[key.length];
        scale = new float[length];
    }

    /** Takes another head in. */
    PackedHead load(HeadInputs inputs) {
        for (int position = 0; position < length; position++) {
            inputs.keys().get(position, key, position * stride);
            inputs.v().get(position, value, position * stride);
        }
        keyScale.apply(key, length, scale);
        return this;
    }

    /** Gradients of keys and values, of the same layout. */
    static final class Sums {
        final float[] key;
        final float[] value;

        Sums(PackedHead head) {
            key = new float[head.key.length];
            value = new float[head.value.length];
        }

        void clear() {
            java.util.Arrays.fill(key, 0.0f);
            java.util.Arrays.fill(value, 0.0f);
        }

        void add(Sums other) {
            for (int i = 0; i < key.length; i++) {
                key[i] += other.key[i];
                value[i] += other.value[i];
            }
        }
    }

    /** Writes the sums where they belong; the gradients of the queries stand there already. */
    void write(Sums sums, HeadGradients into) {
        HeadRows dk = into.k();
        keyScale.backward(key, sums.key, length, scale);
        float[] spare = new float[depth];
        for (int position = 0; position < length; position++) {
            into.v().put(position, sums.value, position * stride);
            if (dk == null) {
                into.q().add(position, sums.key, position * stride, spare);
            } else {
                dk.put(position, sums.key, position * stride);
            }
        }
    }
}
