package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.SequenceAttention;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * LSH or local attention of one sequence, a head after another. Positions that take no place give 0 and get no gradient.
 */
public final class ChunkedAttention implements SequenceAttention {

    /** The order of one head and its rule. */
    public record Head(ChunkOrder order, ScoreRule rule) {}

    private final List<Head> heads;
    private final boolean[] placed;
    private final boolean allPlaced;
    private final double dropout;
    private final long dropoutKey;
    private final boolean likeReference;

    /**
     * Attention by these orders; one head stands for all where they share one.
     *
     * @param heads one, or as many as there are
     * @param placed which positions take a place
     * @param dropout probability that a weight is dropped; 0: none
     * @param dropoutKey of this sequence
     * @param likeReference whether rounds are merged with the rounding of the published implementation
     */
    public ChunkedAttention(
            List<Head> heads, boolean[] placed, double dropout, long dropoutKey, boolean likeReference) {
        this.likeReference = likeReference;
        this.heads = List.copyOf(heads);
        this.placed = placed.clone();
        this.dropout = dropout;
        this.dropoutKey = dropoutKey;
        boolean all = true;
        for (boolean place : placed) {
            all &= place;
        }
        allPlaced = all;
    }

    @Override
    public void forward(INDArray q, INDArray k, INDArray v, Attended into) {
        if (nothingPlaced()) {
            into.output().assign(0);
            into.max().assign(0);
            into.sum().assign(1);
            return;
        }
        try (BiasCache biases = new BiasCache(heads.size() == 1)) {
            for (int head = 0; head < q.size(0); head++) {
                try (Tile.Open attended = head(head, biases).forward(q.slice(head), k.slice(head), v.slice(head))) {
                    clearUnplaced(attended.output());
                    into.output().slice(head).assign(attended.output());
                    into.max().slice(head).assign(flat(attended.max()));
                    into.sum().slice(head).assign(flat(attended.sum()));
                }
            }
        }
    }

    @Override
    public void backward(INDArray q, INDArray k, INDArray v, Attended attended, INDArray dOutput, QueryKeyValue into) {
        if (nothingPlaced()) {
            into.query().assign(0);
            into.key().assign(0);
            into.value().assign(0);
            return;
        }
        try (BiasCache biases = new BiasCache(heads.size() == 1)) {
            for (int head = 0; head < q.size(0); head++) {
                Tile.Open kept = new Tile.Open(
                        attended.output().slice(head),
                        column(attended.max().slice(head)),
                        column(attended.sum().slice(head)));
                try (Tile.Gradients gradients = head(head, biases)
                        .backward(q.slice(head), k.slice(head), v.slice(head), kept, dOutput.slice(head))) {
                    write(gradients.q(), into.query().slice(head));
                    write(gradients.k(), into.key().slice(head));
                    write(gradients.v(), into.value().slice(head));
                }
            }
        }
    }

    private boolean nothingPlaced() {
        return heads.get(0).order().chunks() == 0;
    }

    private HeadAttention head(int index, BiasCache biases) {
        Head head = heads.get(Math.min(index, heads.size() - 1));
        return new HeadAttention(
                head.order(), head.rule(), dropout, CounterRandom.derive(dropoutKey, index), biases, likeReference);
    }

    private void write(INDArray gradient, INDArray into) {
        clearUnplaced(gradient);
        into.assign(gradient);
    }

    private void clearUnplaced(INDArray rows) {
        if (allPlaced) {
            return;
        }
        float[] factors = new float[placed.length];
        for (int i = 0; i < placed.length; i++) {
            factors[i] = placed[i] ? 1.0f : 0.0f;
        }
        try (INDArray single = Nd4j.create(factors, new long[] {placed.length, 1}, 'c');
                INDArray column = single.castTo(rows.dataType())) {
            rows.muliColumnVector(column);
        }
    }

    private static INDArray flat(INDArray column) {
        return column.reshape(new long[] {column.length()});
    }

    private static INDArray column(INDArray row) {
        return row.reshape('c', row.length(), 1);
    }
}
