package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.MaskedLanguageModel;
import io.github.reformer4j.model.QuestionAnswerer;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerLayers;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.model.SequenceClassifier;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Whole models: logits, loss, buckets of every LSH layer, and the gradients of all parameters in every memory mode. */
final class ModelCases {

    private static final double TOLERANCE = 2e-4;

    private ModelCases() {}

    static void check(ReferenceCase reference) {
        for (MemoryMode memory : MemoryMode.values()) {
            check(reference, memory, DataType.DOUBLE);
        }
        check(reference, MemoryMode.REVERSIBLE, DataType.FLOAT);
    }

    private static void check(ReferenceCase reference, MemoryMode memory, DataType type) {
        ReformerConfig config = ReferenceConfig.of(reference, memory);
        Weights weights = Weights.of(ReferenceNames.weights(reference, type));
        Batch batch = batch(reference);
        Assignments assignments = Assignments.empty();
        Step step = step(reference, type).withAssignments(assignments);
        try (ReformerModel model = model(reference.kind(), config, weights);
                Gradients gradients = Gradients.of(weights)) {
            checkLogits(reference, model, batch, step);
            checkBuckets(reference, config, assignments.byPath());
            double loss = model.lossAndGradients(batch, step, 1.0, gradients).mean();
            reference.assertLossMatches(loss, TOLERANCE);
            assertThat(model.loss(batch, step).mean()).as("loss alone").isCloseTo(loss, within(type, loss));
            checkGradients(reference, gradients);
        }
    }

    private static org.assertj.core.data.Offset<Double> within(DataType type, double loss) {
        return org.assertj.core.data.Offset.offset((type == DataType.DOUBLE ? 1e-10 : 1e-5) * loss);
    }

    /** Rotations of the case by layer. */
    static Step step(ReferenceCase reference, DataType type) {
        return Step.inference(0)
                .withRotations((path, key, wanted, shape) -> reference.array("rotations/layer" + layer(path), type));
    }

    private static String layer(String path) {
        return path.replaceFirst("layers\\.(\\d+)\\..*", "$1");
    }

    private static ReformerModel model(String kind, ReformerConfig config, Weights weights) {
        return switch (kind) {
            case "model_lm" -> new LanguageModel(config, weights);
            case "model_mlm" -> new MaskedLanguageModel(config, weights);
            case "model_cls" -> new SequenceClassifier(config, weights);
            case "model_qa" -> new QuestionAnswerer(config, weights);
            default -> throw new AssertionError("no model of kind " + kind);
        };
    }

    private static Batch batch(ReferenceCase reference) {
        int[][] ids = rows(reference, "input_ids");
        int[][] labels;
        if (reference.has("labels")) {
            labels = rows(reference, "labels");
        } else if (reference.has("start_positions")) {
            int[] starts = reference.ints("start_positions");
            int[] ends = reference.ints("end_positions");
            labels = new int[starts.length][];
            java.util.Arrays.setAll(labels, row -> new int[] {starts[row], ends[row]});
        } else {
            labels = ids;
        }
        return new Batch(ids, labels, LayerCase.mask(reference));
    }

    static int[][] rows(ReferenceCase reference, String name) {
        int[] values = reference.ints(name);
        int columns = reference.shape(name).length == 1 ? 1 : (int) reference.shape(name)[1];
        int[][] rows = new int[values.length / columns][];
        java.util.Arrays.setAll(rows, row -> java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
        return rows;
    }

    private static void checkLogits(ReferenceCase reference, ReformerModel model, Batch batch, Step step) {
        INDArray logits = model.logits(batch.ids(), batch.mask(), step);
        if (reference.has("logits")) {
            reference.assertMatches("logits", logits, TOLERANCE);
        } else {
            reference.assertMatches("start_logits", column(logits, 0), TOLERANCE);
            reference.assertMatches("end_logits", column(logits, 1), TOLERANCE);
        }
    }

    private static INDArray column(INDArray logits, int index) {
        return logits.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(index))
                .dup('c');
    }

    private static void checkBuckets(ReferenceCase reference, ReformerConfig config, Map<String, int[]> byPath) {
        byPath.forEach((path, buckets) -> {
            String name = "buckets/layer" + layer(path);
            int length = (int) reference.shape(name)[3];
            assertThat(LshLayerCases.counted(
                            buckets, length, ReformerLayers.lsh(config), hasPadding(reference, length)))
                    .as(name)
                    .isEqualTo(reference.ints(name));
        });
    }

    private static boolean hasPadding(ReferenceCase reference, int length) {
        return PaddingMask.onlyIfPadded(LayerCase.mask(reference)) != null
                || reference.shape("input_ids")[1] != length;
    }

    private static void checkGradients(ReferenceCase reference, Gradients gradients) {
        if (!reference.flag("train")) {
            return;
        }
        ReferenceNames.theirsByOurs(reference).forEach((ours, theirs) -> {
            String name = "grad/" + theirs;
            INDArray sum = ReferenceNames.back(theirs, gradients.sum(ours), reference.shape(name));
            reference.assertMatches(name, sum, TOLERANCE);
        });
    }
}
