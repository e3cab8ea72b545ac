package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import java.util.Arrays;

/** The keys and values of one chunk, on the heap, and the sums of their gradients on the way back. */
final class WindowSlot {

    /** Stands for no chunk. */
    static final int NOTHING = Integer.MIN_VALUE;

    /** Number of the chunk, not yet brought into the ring. */
    int chunk = NOTHING;

    final int[] positions;
    final float[] key; // [c, d]
    final float[] value; // [c, d]
    final float[] scale; // [c], by which a query became the key
    final Visibility visibility;
    private final KeyScale keyScale;
    private final int depth;
    private final int stride;

    WindowSlot(int chunkLength, int depth, int stride, KeyScale keyScale) {
        this.keyScale = keyScale;
        this.depth = depth;
        this.stride = stride;
        positions = new int[chunkLength];
        key = new float[chunkLength * stride];
        value = new float[chunkLength * stride];
        scale = new float[chunkLength];
        visibility = Visibility.of(chunkLength);
    }

    /** Scales the keys that were loaded. */
    void scaleKeys() {
        keyScale.apply(key, positions.length, scale);
    }

    /** Takes another chunk in, its keys not yet scaled; {@code actual} is its number within the ring, or {@link ChunkOrder#EMPTY}. */
    void load(int newChunk, int actual, HeadInputs inputs, AttentionPlan.Head head) {
        chunk = newChunk;
        ChunkOrder order = head.order();
        for (int i = 0; i < positions.length; i++) {
            int position =
                    actual == ChunkOrder.EMPTY ? ChunkOrder.EMPTY : order.position(actual * positions.length + i);
            positions[i] = position;
            if (position == ChunkOrder.EMPTY) {
                Arrays.fill(key, i * stride, i * stride + depth, 0.0f);
                Arrays.fill(value, i * stride, i * stride + depth, 0.0f);
                visibility.setEmpty(i);
            } else {
                inputs.keys().get(position, key, i * stride);
                inputs.v().get(position, value, i * stride);
                visibility.set(i, position, head.rule());
            }
        }
    }
}
