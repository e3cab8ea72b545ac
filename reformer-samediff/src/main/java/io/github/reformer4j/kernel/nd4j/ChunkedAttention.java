package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.AttentionPlan;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * LSH or local attention of one sequence, a head after another. Positions that take no place give 0 and get no gradient.
 */
final class ChunkedAttention implements SequenceAttention {

    private final AttentionPlan.Chunked plan;
    private final boolean allPlaced;

    ChunkedAttention(AttentionPlan.Chunked plan) {
        this.plan = plan;
        allPlaced = plan.allPlaced();
    }

    @Override
    public void forward(INDArray q, INDArray k, INDArray v, Attended into) {
        if (nothingPlaced()) {
            into.output().assign(0);
            into.max().assign(0);
            into.sum().assign(1);
            return;
        }
        try (BiasCache biases = new BiasCache(plan.heads().size() == 1)) {
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
        try (BiasCache biases = new BiasCache(plan.heads().size() == 1)) {
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
        return plan.head(0).order().chunks() == 0;
    }

    private HeadAttention head(int index, BiasCache biases) {
        AttentionPlan.Head head = plan.head(index);
        AttentionPlan.Dropout dropout = plan.dropout();
        return new HeadAttention(
                head.order(), head.rule(), dropout.rate(), dropout.keyOf(index), biases, plan.likeReference());
    }

    private void write(INDArray gradient, INDArray into) {
        clearUnplaced(gradient);
        into.assign(gradient);
    }

    private void clearUnplaced(INDArray rows) {
        if (allPlaced) {
            return;
        }
        float[] factors = new float[plan.placed().length];
        for (int i = 0; i < plan.placed().length; i++) {
            factors[i] = plan.placed()[i] ? 1.0f : 0.0f;
        }
        try (INDArray single = Nd4j.create(factors, new long[] {plan.placed().length, 1}, 'c');
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
