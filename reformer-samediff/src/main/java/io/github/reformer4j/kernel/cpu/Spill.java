package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ChunkOrder;

/** Gradients of a chunk at the border of two stretches, added when both are done. */
@SuppressWarnings("ArrayRecordComponent") // copies of scratch memory, on their way
record Spill(int[] positions, float[] query, float[] key, float[] value) {

    static Spill of(int[] positions, float[] query, float[] key, float[] value) {
        return new Spill(positions.clone(), query.clone(), key.clone(), value.clone());
    }

    void addTo(HeadGradients into) {
        int stride = query.length / positions.length;
        float[] spare = new float[stride];
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] != ChunkOrder.EMPTY) {
                into.add(positions[i], this, i * stride, spare);
            }
        }
    }
}
