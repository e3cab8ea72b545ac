package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ChunkOrder;
import java.util.Arrays;
import java.util.List;

/** Sums of the gradients of one chunk, while it stands in a {@link WindowSlot}. */
final class SlotGradients {

    final float[] query; // [c, d]
    final float[] key; // [c, d]
    final float[] value; // [c, d]
    private final ChunkWindow window;
    private final float[] spare; // [d]
    private int chunk = WindowSlot.NOTHING;

    SlotGradients(ChunkWindow window) {
        this.window = window;
        query = new float[window.chunkLength * window.stride];
        key = new float[query.length];
        value = new float[query.length];
        spare = new float[window.stride];
    }

    /**
     * The chunks that a thread goes along.
     *
     * @param first whether no round came before, so that nothing stands at their positions yet
     * @param shared whether keys are made of queries
     */
    record Stretch(int from, int to, boolean first, boolean shared, HeadGradients into, List<Spill> spilt) {
        boolean holds(int chunk) {
            return chunk >= from && chunk < to;
        }
    }

    /** Sums of this chunk begin at 0, unless they go on. */
    void begin(int newChunk) {
        if (chunk != newChunk) {
            chunk = newChunk;
            Arrays.fill(query, 0.0f);
            Arrays.fill(key, 0.0f);
            Arrays.fill(value, 0.0f);
        }
    }

    /** The chunk is seen no more: its sums go where they belong. */
    void leave(WindowSlot slot, Stretch stretch) {
        window.keyScale.backward(slot.key, key, window.chunkLength, slot.scale);
        if (stretch.shared()) {
            for (int i = 0; i < key.length; i++) {
                query[i] += key[i];
            }
        }
        if (stretch.holds(slot.chunk)) {
            write(slot, stretch);
        } else {
            stretch.spilt().add(Spill.of(slot.positions, query, key, value));
        }
        chunk = WindowSlot.NOTHING;
    }

    private void write(WindowSlot slot, Stretch stretch) {
        for (int i = 0; i < slot.positions.length; i++) {
            if (slot.positions[i] != ChunkOrder.EMPTY) {
                stretch.into().write(stretch.first(), slot.positions[i], this, i * window.stride, spare);
            }
        }
    }
}
