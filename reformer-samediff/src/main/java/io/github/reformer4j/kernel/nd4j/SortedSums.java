package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums of what the windows of all chunks give the places that they see. A window's part for one neighbour is a whole
 * chunk, so that sums go over ranges of rows and nothing is scattered.
 */
final class SortedSums {

    private final ChunkOrder order;
    private final INDArray sums;

    /** No sums yet: [places of all rounds, d], freed with {@code owner}. */
    SortedSums(ChunkOrder order, INDArray like, Temporaries owner) {
        this.order = order;
        long places = (long) order.chunks() * order.window().chunkLength();
        sums = owner.add(Nd4j.zeros(like.dataType(), places, like.size(1)));
    }

    /** Adds the windows [t, w, d] of chunks {@code from} to {@code to} − 1. */
    void add(int from, int to, INDArray windows) {
        INDArray rows = windows.reshape('c', windows.size(0) * windows.size(1), windows.size(2));
        for (int offset = -order.window().before(); offset <= order.window().after(); offset++) {
            int chunk = from;
            while (chunk < to) {
                chunk = addRun(from, chunk, to, offset, rows);
            }
        }
    }

    /** Adds chunks from {@code chunk} on as long as their neighbours follow each other; returns the chunk behind them. */
    private int addRun(int from, int chunk, int to, int offset, INDArray rows) {
        int target = order.neighbour(chunk, offset);
        int end = chunk + 1;
        if (target == ChunkOrder.EMPTY) {
            return end;
        }
        while (end < to && order.neighbour(end, offset) == target + end - chunk) {
            end++;
        }
        int length = order.window().chunkLength();
        INDArray part = PlacedRows.take(rows, windowRows(chunk - from, end - from, offset));
        Rows.range(sums, (long) target * length, (long) (target + end - chunk) * length)
                .addi(part);
        part.close();
        return end;
    }

    private int[] windowRows(int from, int to, int offset) {
        int length = order.window().chunkLength();
        int[] rows = new int[(to - from) * length];
        for (int i = 0; i < rows.length; i++) {
            int chunk = from + i / length;
            rows[i] = chunk * order.window().keys() + (offset + order.window().before()) * length + i % length;
        }
        return rows;
    }

    /** The sums by position, over all rounds: a new array [n, d]. */
    INDArray byPosition() {
        INDArray total = Nd4j.zeros(sums.dataType(), order.length(), sums.size(1));
        long places = sums.size(0) / order.rounds();
        for (int round = 0; round < order.rounds(); round++) {
            INDArray part =
                    PlacedRows.take(Rows.range(sums, round * places, (round + 1) * places), order.inverse(round));
            total.addi(part);
            part.close();
        }
        return total;
    }
}
