package io.github.reformer4j.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a graph feeds an operation wrongly comes out as a sentence. */
class OpMistakesTest {

    private final SameDiff sd = SameDiff.create();
    private final ReformerOps ops = ReformerOps.of(sd);

    private void assertMistake(Map<String, INDArray> fed, String message) {
        assertThatThrownBy(() -> sd.output(fed, "op"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anInputOfAnotherDepth() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, -1);
        ops.lshSelfAttention("op", x, LshAttentionConfig.of(6, 2, 3, 4));
        assertMistake(
                Map.of("x", Nd4j.ones(DataType.DOUBLE, 2, 5, 7)),
                "self-attention of depth 6 needs an input [batch, length, 6], got shape [2, 5, 7]");
    }

    @Test
    void aMaskOfAnotherLength() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, 6);
        SDVariable mask = sd.placeHolder("mask", DataType.DOUBLE, -1, -1);
        ops.fullSelfAttention(
                "op",
                x,
                new FullAttentionConfig(6, 2, 3, true, true, 0.0),
                OpInputs.none().withMask(mask));
        assertMistake(
                Map.of("x", Nd4j.ones(DataType.DOUBLE, 2, 5, 6), "mask", Nd4j.ones(DataType.DOUBLE, 2, 4)),
                "the mask of an operation on [2, 5, 6] must have shape [2, 5] (-1: any size), got [2, 4]");
    }

    @Test
    void aMaskOfAnotherRank() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, 6);
        SDVariable mask = sd.placeHolder("mask", DataType.DOUBLE, -1);
        ops.lshSelfAttention(
                "op", x, LshAttentionConfig.of(6, 2, 3, 4), OpInputs.none().withMask(mask));
        assertMistake(
                Map.of("x", Nd4j.ones(DataType.DOUBLE, 2, 5, 6), "mask", Nd4j.ones(DataType.DOUBLE, 5)),
                "the mask of an operation on [2, 5, 6] must have shape [2, 5] (-1: any size), got [5]");
    }

    @Test
    void anIdOutsideTheVocabulary() {
        SDVariable ids = sd.placeHolder("ids", DataType.INT32, -1, -1);
        ops.tokenEmbedding("op", ids, TokenEmbeddingConfig.axial(5, 6, List.of(4, 4), List.of(2, 4)), DataType.DOUBLE);
        assertMistake(
                Map.of("ids", Nd4j.createFromArray(new int[][] {{1, 5}})),
                "token id 5 at [0, 1] is outside the vocabulary of 5 ids (0 to 4); use the tokenizer that the model was made for");
    }

    @Test
    void idsThatAreNoBatch() {
        SDVariable ids = sd.placeHolder("ids", DataType.INT32, -1);
        ops.tokenEmbedding("op", ids, TokenEmbeddingConfig.axial(5, 6, List.of(4, 4), List.of(2, 4)), DataType.DOUBLE);
        assertMistake(
                Map.of("ids", Nd4j.createFromArray(1, 2)),
                "token ids [batch, length] must have shape [-1, -1] (-1: any size), got [2]");
    }

    @Test
    void aLabelOutsideTheVocabularyAndLabelsOfAnotherLength() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, 6);
        SDVariable labels = sd.placeHolder("labels", DataType.INT32, -1, -1);
        ops.chunkedCrossEntropy("op", x, labels, new ChunkedCrossEntropyConfig(6, 4, 2, 0.02));
        INDArray input = Nd4j.ones(DataType.DOUBLE, 1, 2, 6);
        assertMistake(
                Map.of("x", input, "labels", Nd4j.createFromArray(new int[][] {{1, 4}})),
                "label 4 of row 1 is outside the 4 classes (0 to 3; a negative label counts for nothing)");
        assertMistake(
                Map.of("x", input, "labels", Nd4j.createFromArray(new int[][] {{1, 2, 3}})),
                "a loss of depth 6 over 3 labels needs as many rows, got shape [2, 6]");
    }

    @Test
    void anInputThatIsNoFloatingNumber() {
        SDVariable x = sd.placeHolder("x", DataType.INT32, -1, -1, 6);
        assertThatThrownBy(() -> ops.lshSelfAttention("op", x, LshAttentionConfig.of(6, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "operation op needs an input of a floating type, got INT; token ids go through tokenEmbedding");
    }

    @Test
    void twoOperationsOfOneName() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, -1, 6);
        ops.lshSelfAttention("op", x, LshAttentionConfig.of(6, 2, 3, 4));
        assertThatThrownBy(() -> ops.lshSelfAttention("op", x, LshAttentionConfig.of(6, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph has a variable op already; give each operation a name of its own");
    }
}
