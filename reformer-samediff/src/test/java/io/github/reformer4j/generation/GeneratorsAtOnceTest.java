package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.testing.AtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** One model in several threads, each with a decoder of its own; and an interrupt. */
class GeneratorsAtOnceTest {

    private static final int THREADS = 4;
    private static final int TOKENS = 60;

    private static LanguageModel model(long seed) {
        return DecodedConfig.model(
                DecodedConfig.of(List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.FULL), Semantics.PAPER),
                DataType.FLOAT,
                seed);
    }

    /** The greedy continuation of a prompt, with the logits that it was chosen by. */
    private static List<Double> continued(LanguageModel model, int seed) {
        LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(seed), 0);
        double[][] logits = decoder.ingest(new int[][] {DecodedConfig.ids(17 + seed, seed)});
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            int best = 0;
            for (int id = 0; id < logits[0].length; id++) {
                all.add(logits[0][id]);
                best = logits[0][id] > logits[0][best] ? id : best;
            }
            logits = decoder.next(best);
        }
        return all;
    }

    @Test
    void fourDecodersOfOneModelGiveWhatEachGivesAlone() throws Exception {
        try (LanguageModel model = model(3)) {
            List<List<Double>> alone = new ArrayList<>();
            List<Callable<List<Double>>> tasks = new ArrayList<>();
            for (int seed = 0; seed < THREADS; seed++) {
                int own = seed;
                alone.add(continued(model, own));
                tasks.add(() -> continued(model, own));
            }
            assertThat(AtOnce.run(tasks)).isEqualTo(alone);
        }
    }

    @Test
    void fourModelsAtOnceGiveWhatEachGivesAlone() throws Exception {
        List<List<Double>> alone = new ArrayList<>();
        List<Callable<List<Double>>> tasks = new ArrayList<>();
        for (int seed = 0; seed < THREADS; seed++) {
            int own = seed;
            alone.add(ofItsOwn(own));
            tasks.add(() -> ofItsOwn(own));
        }
        assertThat(AtOnce.run(tasks)).isEqualTo(alone);
    }

    private static List<Double> ofItsOwn(int seed) {
        try (LanguageModel model = model(seed)) {
            return continued(model, seed);
        }
    }

    @Test
    void anInterruptedThreadGeneratesTheSameAndKeepsItsInterrupt() {
        try (LanguageModel model = model(3)) {
            List<Double> undisturbed = continued(model, 1);
            Thread.currentThread().interrupt();
            List<Double> interrupted = continued(model, 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).isEqualTo(undisturbed);
        }
    }
}
