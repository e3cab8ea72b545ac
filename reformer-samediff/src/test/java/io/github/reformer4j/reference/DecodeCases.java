package io.github.reformer4j.reference;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Decoding with a cache: the prefix in one pass, then token by token; and one pass over all without a cache. */
final class DecodeCases {

    private static final double TOLERANCE = 2e-4;

    private DecodeCases() {}

    static void check(ReferenceCase reference) {
        check(reference, DataType.DOUBLE);
        check(reference, DataType.FLOAT);
    }

    private static void check(ReferenceCase reference, DataType type) {
        int prefix = reference.integer("prefix");
        int[] ids = reference.ints("input_ids");
        Step step = ModelCases.step(reference, type);
        try (LanguageModel model = new LanguageModel(
                ReferenceConfig.of(reference, MemoryMode.REVERSIBLE),
                Weights.of(ReferenceNames.weights(reference, type)))) {
            int[][] start = {Arrays.copyOf(ids, prefix)};
            INDArray whole = model.logits(start, null, step);
            reference.assertMatches("logits_prefix", whole, TOLERANCE);
            reference.assertMatches("logits_uncached", model.logits(new int[][] {ids}, null, step), TOLERANCE);
            LanguageDecoder decoder = new LanguageDecoder(model, step, 0);
            INDArray ingested = Nd4j.createFromArray(decoder.ingest(start)[0]);
            LayerCase.assertClose(ingested, whole.slice(0).getRow(prefix - 1L), TOLERANCE);
            double[][] steps = new double[ids.length - prefix][];
            for (int i = prefix; i < ids.length; i++) {
                steps[i - prefix] = decoder.next(ids[i])[0];
            }
            reference.assertMatches("logits_steps", Nd4j.createFromArray(steps), TOLERANCE);
        }
    }
}
