package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an attention layer of a case, forward and backward, and compares everything that the case expects of it. */
final class LayerCase {

    /** Of the greatest magnitude, as FORMAT.md suggests. */
    static final double TOLERANCE = 2e-5;

    private LayerCase() {}

    /** Compares in both types; returns the buckets that were used, by path. */
    static Map<String, int[]> check(ReferenceCase reference, Block block, List<String> weightNames) {
        check(reference, block, weightNames, DataType.DOUBLE);
        return check(reference, block, weightNames, DataType.FLOAT);
    }

    private static Map<String, int[]> check(
            ReferenceCase reference, Block block, List<String> weightNames, DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        weightNames.forEach(name -> arrays.put(name, transposed(reference.array(name, type))));
        Weights weights = Weights.of(arrays);
        Assignments assignments = Assignments.empty();
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        Step step = Step.inference(0)
                .withAssignments(assignments)
                .withRecorder(recorder)
                .withRotations((path, key, wanted, shape) -> {
                    INDArray rotations = reference.array("rotations", type);
                    assertThat(rotations.shape()).as("shape of the rotations").isEqualTo(shape);
                    return rotations;
                })
                .withMask(mask(reference));
        INDArray x = reference.array("hidden_states", type);
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(x, weights, step)) {
            reference.assertMatches("output", pass.output(), TOLERANCE);
            INDArray dx = pass.backward(reference.array("grad_output", type), gradients);
            reference.assertMatches("grad_hidden_states", dx, TOLERANCE);
            weightNames.forEach(
                    name -> reference.assertMatches("grad_" + name, transposed(gradients.sum(name)), TOLERANCE));
        }
        assignments.byPath().values().forEach(used -> assertRecorded(recorder, used));
        return assignments.byPath();
    }

    /** What a recorder has written down are the buckets that were used, [b, h, r, n]. */
    private static void assertRecorded(AttentionRecorder recorder, int[] used) {
        assertThat(recorder.entries()).hasSize(1);
        RecordedAttention entry = recorder.entries().get(0);
        int[] recorded = IntStream.range(0, used.length / entry.length())
                .boxed()
                .flatMapToInt(i -> {
                    int head = i / entry.config().rounds();
                    return Arrays.stream(entry.buckets(
                            head / entry.config().heads(),
                            head % entry.config().heads(),
                            i % entry.config().rounds()));
                })
                .toArray();
        assertThat(recorded).isEqualTo(used);
    }

    /** The mask of a case, or null. */
    static @Nullable PaddingMask mask(ReferenceCase reference) {
        if (!reference.has("attention_mask")) {
            return null;
        }
        int columns = (int) reference.shape("attention_mask")[1];
        int[] values = reference.ints("attention_mask");
        boolean[][] tokens = new boolean[values.length / columns][columns];
        for (int i = 0; i < values.length; i++) {
            tokens[i / columns][i % columns] = values[i] != 0;
        }
        return PaddingMask.of(tokens);
    }

    /** [out, in] as [in, out], a new array. */
    static INDArray transposed(INDArray weight) {
        return weight.transpose().dup('c');
    }

    /** Fails unless max |a − b| ≤ tolerance · max |b|. */
    static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        INDArray wide = expected.castTo(DataType.DOUBLE);
        double difference =
                actual.castTo(DataType.DOUBLE).sub(wide).amaxNumber().doubleValue();
        assertThat(difference).isLessThanOrEqualTo(tolerance * wide.amaxNumber().doubleValue());
    }
}
