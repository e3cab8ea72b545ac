package io.github.reformer4j.generation;

import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of cached LSH attention as loops without a cache. */
final class PlainLshDecoding {

    private final LshAttentionConfig config;
    private final double[][] q;
    private final double[][] v;
    private final INDArray rotations;

    PlainLshDecoding(LshAttentionConfig config, INDArray x, INDArray queryKey, INDArray value, INDArray rotations) {
        this.config = config;
        q = x.mmul(queryKey).toDoubleMatrix();
        v = x.mmul(value).toDoubleMatrix();
        this.rotations = rotations;
    }

    /** Output of position n − 1 with the n − 1 positions before it, of which {@code prompt} came in one pass. */
    double[] output(int n, int prompt) {
        double[] output = new double[config.heads() * config.headSize()];
        for (int head = 0; head < config.heads(); head++) {
            List<List<Integer>> windows = windows(n, prompt, head);
            double[] logSums = new double[windows.size()];
            double[][] outputs = new double[windows.size()][];
            for (int round = 0; round < windows.size(); round++) {
                double[] scores = scores(n, head, round, windows);
                logSums[round] = logSum(scores);
                outputs[round] = values(scores, logSums[round], windows.get(round), head);
            }
            double all = logSum(logSums);
            double mask = config.headMask().get(head);
            for (int i = 0; i < config.headSize(); i++) {
                for (int round = 0; round < windows.size(); round++) {
                    output[head * config.headSize() + i] += mask * Math.exp(logSums[round] - all) * outputs[round][i];
                }
            }
        }
        return output;
    }

    private boolean isExact(int n, int prompt) {
        if (config.semantics() == Semantics.PAPER) {
            return n <= config.exactUpTo();
        }
        // published code hashes at the end of the first step that reaches the threshold, or in a prompt beyond it
        return prompt <= config.exactUpTo() && (n - 1 < config.exactUpTo() || n == prompt + 1);
    }

    private List<List<Integer>> windows(int n, int prompt, int head) {
        if (isExact(n, prompt)) {
            return List.of(IntStream.range(0, n).boxed().toList());
        }
        return IntStream.range(0, config.rounds())
                .mapToObj(round -> window(n, head, round))
                .toList();
    }

    private List<Integer> window(int n, int head, int round) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        order.sort(Comparator.comparingInt(position -> bucket(position, head, round)));
        int chunk = order.indexOf(n - 1) / config.chunkLength();
        int from = (chunk - config.chunksBefore()) * config.chunkLength();
        int to = (chunk + config.chunksAfter() + 1) * config.chunkLength();
        List<Integer> window = new ArrayList<>();
        for (int place = from; place < to; place++) {
            boolean inside = place >= 0 && place < n;
            if (inside || config.semantics() == Semantics.REFERENCE) {
                window.add(order.get(Math.floorMod(place, n)));
            }
        }
        if (config.withinBucket()) {
            window.removeIf(position -> bucket(position, head, round) != bucket(n - 1, head, round));
        }
        return window;
    }

    private int bucket(int position, int head, int round) {
        // factors 2 and 4: directions 0 and 1 to 2
        double[] z = new double[3];
        for (int s = 0; s < 3; s++) {
            for (int i = 0; i < config.headSize(); i++) {
                z[s] += q[position][head * config.headSize() + i] * rotations.getDouble(head, i, round, s);
            }
        }
        return argmax(List.of(z[0], -z[0])) + 2 * argmax(List.of(z[1], z[2], -z[1], -z[2]));
    }

    private static int argmax(List<Double> values) {
        return values.indexOf(Collections.max(values));
    }

    private double[] scores(int n, int head, int round, List<List<Integer>> windows) {
        List<Integer> window = windows.get(round);
        double[] scores = new double[window.size()];
        for (int j = 0; j < scores.length; j++) {
            int key = window.get(j);
            double product = 0;
            double squares = 0;
            for (int i = head * config.headSize(); i < (head + 1) * config.headSize(); i++) {
                product += q[n - 1][i] * q[key][i];
                squares += q[key][i] * q[key][i];
            }
            double norm = Math.sqrt(squares / config.headSize() + 1e-6) * Math.sqrt(config.headSize());
            int times = windows.stream()
                    .mapToInt(other -> Collections.frequency(other, key))
                    .sum();
            double penalty = config.correctDuplicates() ? Math.log(times) : 0.0;
            scores[j] = key == n - 1 ? -1e5 : product / norm - penalty;
        }
        return scores;
    }

    private double[] values(double[] scores, double logSum, List<Integer> window, int head) {
        double[] sum = new double[config.headSize()];
        for (int j = 0; j < scores.length; j++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += Math.exp(scores[j] - logSum) * v[window.get(j)][head * sum.length + i];
            }
        }
        return sum;
    }

    private static double logSum(double[] scores) {
        double greatest = IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i])
                .max()
                .orElseThrow();
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - greatest);
        }
        return greatest + Math.log(sum);
    }
}
