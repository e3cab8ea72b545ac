package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.DropoutMask;
import java.util.Arrays;

/**
 * The scratch memory of a thread that goes along the chunks of a head: the queries of a chunk, the keys and values that they
 * see, and their scores, [keys, queries]. The slots of neighbouring chunks are kept from chunk to chunk.
 */
final class ChunkWindow {

    final Lanes lanes;
    final ChunkOrder.Window shape;
    final int chunkLength;
    final int depth;
    final int stride; // of rows of vectors
    final int columns; // of rows of scores
    final float[] queries; // [c, d]
    final float[] queriesAcross; // [d, c]
    final float[] queryPositions; // [c]
    final int[] positions; // [c]
    final float[] scores; // [w, c]
    final float[] max; // [c]
    final KeyScale keyScale;
    private final BiasedScores biased;
    private final WindowSlot[] slots;
    private HeadInputs inputs;
    private AttentionPlan.Head head;

    ChunkWindow(Lanes lanes, ChunkOrder.Window shape, HeadInputs inputs, AttentionPlan.Head head) {
        this.lanes = lanes;
        this.shape = shape;
        this.inputs = inputs;
        this.head = head;
        chunkLength = shape.chunkLength();
        depth = inputs.q().size();
        stride = lanes.padded(depth);
        columns = lanes.padded(chunkLength);
        queries = new float[chunkLength * stride];
        queriesAcross = new float[depth * columns];
        queryPositions = new float[columns];
        positions = new int[chunkLength];
        scores = new float[shape.keys() * columns];
        max = new float[columns];
        biased = new BiasedScores(shape.keys(), columns);
        keyScale = new KeyScale(lanes, depth, stride, inputs.shared());
        slots = new WindowSlot[shape.chunks()];
        Arrays.setAll(slots, i -> new WindowSlot(chunkLength, depth, stride, keyScale));
        Arrays.fill(queryPositions, ChunkOrder.EMPTY);
    }

    /** Begins with another head, or another stretch of one. */
    void open(HeadInputs newInputs, AttentionPlan.Head newHead) {
        inputs = newInputs;
        head = newHead;
        for (WindowSlot slot : slots) {
            slot.chunk = WindowSlot.NOTHING;
        }
    }

    AttentionPlan.Head head() {
        return head;
    }

    /** The slot of the chunk {@code offset} away from {@code chunk}. */
    WindowSlot slot(int chunk, int offset) {
        return slots[Math.floorMod(chunk + offset, slots.length)];
    }

    WindowSlot[] slots() {
        return slots;
    }

    /** Where the scores of the chunk {@code offset} away begin. */
    int block(int offset) {
        return (offset + shape.before()) * chunkLength * columns;
    }

    /** Takes in the queries of a chunk and the chunks that it sees; {@code leaving} sees what makes room. */
    void load(int chunk, java.util.function.Consumer<WindowSlot> leaving) {
        boolean fresh = false; // whether the queries came with the keys that are made of them
        for (int offset = -shape.before(); offset <= shape.after(); offset++) {
            WindowSlot slot = slot(chunk, offset);
            if (slot.chunk != chunk + offset) {
                if (slot.chunk != WindowSlot.NOTHING) {
                    leaving.accept(slot);
                }
                slot.load(chunk + offset, head.order().neighbour(chunk, offset), inputs, head);
                if (offset == 0 && inputs.shared()) {
                    System.arraycopy(slot.key, 0, queries, 0, queries.length);
                    fresh = true;
                }
                slot.scaleKeys();
            }
        }
        for (int i = 0; i < chunkLength; i++) {
            int position = head.order().position(chunk * chunkLength + i);
            positions[i] = position;
            queryPositions[i] = position;
            if (!fresh) {
                loadQuery(i, position);
            }
        }
        Transposition.of(queries, stride, chunkLength, depth, queriesAcross, columns);
    }

    private void loadQuery(int i, int position) {
        if (position == ChunkOrder.EMPTY) {
            Arrays.fill(queries, i * stride, i * stride + depth, 0.0f);
        } else {
            inputs.q().get(position, queries, i * stride);
        }
    }

    /** The scores of the loaded chunk, what must not be seen replaced, and their maxima. */
    void score(int chunk) {
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        for (int offset = -shape.before(); offset <= shape.after(); offset++) {
            WindowSlot slot = slot(chunk, offset);
            lanes.multiply(
                    Matrix.rows(slot.key, 0, stride),
                    Matrix.rows(queriesAcross, 0, columns),
                    Matrix.rows(scores, block(offset), columns),
                    chunkLength,
                    columns,
                    depth,
                    false);
            if (!head.rule().hasRounds()) {
                lanes.mask(scores, block(offset), chunkLength, columns, queryPositions, slot.visibility, max);
            }
        }
        if (head.rule().hasRounds()) {
            biased.prepare(head, chunk, chunkLength);
            biased.apply(scores, max);
        }
    }

    /** slopes = weights (slopes − along), 0 where scores were replaced: the gradient of the scores, in place. */
    void slope(int chunk, float[] slopes, float[] along) {
        if (head.rule().hasRounds()) {
            biased.slopes(slopes, scores, along);
            return;
        }
        for (int offset = -shape.before(); offset <= shape.after(); offset++) {
            Visibility visibility = slot(chunk, offset).visibility;
            lanes.slopes(slopes, scores, block(offset), chunkLength, columns, queryPositions, visibility, along);
        }
    }

    /** Multiplies [w, c] by the dropout factors of a chunk. */
    void drop(int chunk, float[] weights, double rate, long key) {
        int width = shape.keys();
        for (int i = 0; i < chunkLength; i++) {
            long first = ((long) chunk * chunkLength + i) * width;
            for (int seen = 0; seen < width; seen++) {
                weights[seen * columns + i] *= (float) DropoutMask.factor(key, first + seen, rate);
            }
        }
    }
}
