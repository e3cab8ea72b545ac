package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ModelSummary.Part;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ModelSummaryTest {

    private static final Workload LOAD = Workload.of(2, 16);

    /** b n d bytes: one stream of the tiny configuration. */
    private static final long STREAM = 2 * 16 * 6 * Float.BYTES;

    private static ReformerConfig plain(AttentionKind kind, int layers, MemoryMode memory) {
        return TinyConfig.of(true, Semantics.PAPER, TinyConfig.axial(), 0.0)
                .withAttentionLayers(Collections.nCopies(layers, kind))
                .withMemory(memory);
    }

    private static ModelSummary summary(AttentionKind kind, int layers, MemoryMode memory) {
        return LanguageModel.summaryOf(plain(kind, layers, memory), LOAD);
    }

    @ParameterizedTest
    @EnumSource(PositionKind.class)
    void theParametersAreThoseOfTheWeightsThatAreCreated(PositionKind kind) {
        ReformerConfig config = kind == PositionKind.AXIAL ? TinyConfig.of(true) : TinyConfig.with(kind);
        try (LanguageModel model = LanguageModel.create(config, DataType.DOUBLE, 1)) {
            Weights weights = model.weights();
            long created =
                    weights.all().values().stream().mapToLong(INDArray::length).sum();
            ModelSummary summary = model.summary(1, 16);
            assertThat(summary.parameters()).isEqualTo(created);
            assertThat(summary.trainingStep().bytes(MemoryItem.WEIGHTS)).isEqualTo(created * Double.BYTES);
            assertThat(summary)
                    .isEqualTo(
                            LanguageModel.summaryOf(config, new Workload(1, 16, UpdaterState.ADAM, DataType.DOUBLE)));
        }
    }

    @Test
    void everyPartIsCounted() {
        assertThat(LanguageModel.summaryOf(TinyConfig.of(true), LOAD).parts())
                .containsExactly(
                        new Part("embeddings", 9 * 6 + 4 * 2 + 4 * 4),
                        new Part("layers.0.attention (LOCAL)", 2 * 6 + 4 * 6 * 6),
                        new Part("layers.0.feed_forward", 2 * 6 + 2 * 6 * 8 + 8 + 6),
                        new Part("layers.1.attention (LSH)", 2 * 6 + 3 * 6 * 6),
                        new Part("layers.1.feed_forward", 2 * 6 + 2 * 6 * 8 + 8 + 6),
                        new Part("final norm", 2 * 12),
                        new Part("head", 12 * 9 + 9));
    }

    @Test
    void otherModelsCountTheirHeads() {
        ReformerConfig config = TinyConfig.of(false);
        try (ReformerModel model = SequenceClassifier.create(config, DataType.FLOAT, 1)) {
            long created = model.weights().all().values().stream()
                    .mapToLong(INDArray::length)
                    .sum();
            assertThat(model.summary(LOAD).parameters()).isEqualTo(created);
        }
    }

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void reversibleGrowsWithDepthByWhatLastsAlone(AttentionKind kind) {
        ModelSummary shallow = summary(kind, 3, MemoryMode.REVERSIBLE);
        ModelSummary deep = summary(kind, 7, MemoryMode.REVERSIBLE);
        long layer =
                shallow.parts().get(1).parameters() + shallow.parts().get(2).parameters();
        long ids = kind == AttentionKind.LSH ? 2 * 2 * 2 * 16 : 0; // b h r n
        assertThat(deep.trainingStep().total() - shallow.trainingStep().total())
                .isEqualTo(4 * Float.BYTES * (4 * layer + ids))
                .isEqualTo(deep.lastingBytes() - shallow.lastingBytes());
        assertThat(deep.forwardPass().total() - shallow.forwardPass().total()).isEqualTo(4 * Float.BYTES * layer);
    }

    @Test
    void checkpointGrowsByTheTwoStreamsOfALayerMore() {
        ModelSummary shallow = summary(AttentionKind.LSH, 3, MemoryMode.CHECKPOINT);
        ModelSummary deep = summary(AttentionKind.LSH, 4, MemoryMode.CHECKPOINT);
        assertThat(deep.trainingStep().total() - shallow.trainingStep().total())
                .isEqualTo(deep.lastingBytes() - shallow.lastingBytes() + 2 * STREAM);
    }

    @Test
    void storeKeepsStreamsAndPassesOfAllLayers() {
        long rows = 2 * 16 * Float.BYTES;
        long norms = 2 * STREAM; // the outputs
        long attention = 3 * STREAM + 2 * 2 * rows; // heads are as deep as the streams; greatest scores and sums
        ModelSummary summary = summary(AttentionKind.LOCAL, 3, MemoryMode.STORE);
        assertThat(summary.trainingStep().bytes(MemoryItem.STORED)).isEqualTo(3 * (norms + attention + 2 * STREAM));
    }

    @Test
    void theModesTakeMoreInTheOrderOfWhatTheyKeep() {
        assertThat(Stream.of(MemoryMode.REVERSIBLE, MemoryMode.CHECKPOINT, MemoryMode.STORE)
                        .map(mode -> summary(AttentionKind.LSH, 6, mode)
                                .trainingStep()
                                .total()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void streamsGrowWithTheBatchAndTheLengthThatLayersSee() {
        ReformerConfig config = TinyConfig.of(true, Semantics.REFERENCE, TinyConfig.axial(), 0.0);
        assertThat(LanguageModel.summaryOf(config, Workload.of(2, 13)).trainingStep())
                .isEqualTo(LanguageModel.summaryOf(config, LOAD).trainingStep())
                .extracting(estimate -> estimate.bytes(MemoryItem.STREAMS))
                .isEqualTo(2 * STREAM);
        assertThat(LanguageModel.summaryOf(config, Workload.of(6, 16))
                        .trainingStep()
                        .bytes(MemoryItem.STREAMS))
                .isEqualTo(3 * 2 * STREAM);
    }

    @Test
    void theTextIsATableWhoseNumbersStandBelowEachOther() {
        String text = LanguageModel.summaryOf(TinyConfig.of(true), LOAD).toString();
        assertThat(text)
                .startsWith("""
                        parameters
                          embeddings                                    78
                          layers.0.attention (LOCAL)                   156
                          layers.0.feed_forward                        122
                          layers.1.attention (LSH)                     120
                          layers.1.feed_forward                        122
                          final norm                                    24
                          head                                         117
                          total                                        739
                        """)
                .contains("\nmemory of a training step, at most, by estimate: "
                        + "2 x 16 tokens, FLOAT, REVERSIBLE, optimizer ADAM\n  weights      ")
                .contains("\nmemory of a forward pass, at most, by estimate\n  weights      ");
        List<String> rows = text.lines().filter(line -> line.endsWith("MiB")).toList();
        assertThat(rows).extracting(String::length).containsOnly(rows.get(0).length());
    }

    @Test
    void whatCannotBeIsRefusedWithASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LanguageModel.summaryOf(TinyConfig.of(true), Workload.of(1, 17)))
                .withMessage("the model holds 16 positions (maxPositions), got a sequence of 17; "
                        + "shorten it or choose a larger model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workload.of(0, 16))
                .withMessage("a batch holds at least one sequence, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workload.of(1, 0))
                .withMessage("a sequence holds at least one token, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Workload(1, 1, UpdaterState.NONE, DataType.INT32))
                .withMessage("models are computed in FLOAT or DOUBLE, got INT");
    }
}
