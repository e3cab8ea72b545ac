package io.github.reformer4j.reversible;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Sequential;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.testing.FailingBlock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Wherever memory runs out, nothing that was taken for the evaluation stays taken. */
class FailureTest {

    private static final int DEPTH = 8;
    private static final int LAYERS = 3;

    private static Block attention() {
        return LshAttentionConfig.of(DEPTH, 2, 4, 4).toBlock();
    }

    private static Block feedForward() {
        return new FeedForwardConfig(DEPTH, 16, Activation.RELU, 0, 0.0).toBlock();
    }

    private static Block reversible(MemoryMode memory, StreamLayout layout, FailingBlock.Ledger ledger) {
        List<ReversibleLayer> layers = IntStream.range(0, LAYERS)
                .mapToObj(i -> ReversibleLayer.of(
                        new FailingBlock(attention(), ledger), new FailingBlock(feedForward(), ledger)))
                .toList();
        return new Reversible(new ReversibleSequence(layers, memory), layout);
    }

    private static Block sequential(FailingBlock.Ledger ledger) {
        return new Sequential(List.of(
                new Sequential.Part("first", new FailingBlock(attention(), ledger)),
                new Sequential.Part("second", new FailingBlock(feedForward(), ledger)),
                new Sequential.Part("third", new FailingBlock(feedForward(), ledger))));
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void aReversibleStackFreesAllItTook(MemoryMode memory) {
        int calls = failEverywhere(works -> {
            FailingBlock.Ledger ledger = new FailingBlock.Ledger(works);
            return new Evaluation(reversible(memory, StreamLayout.duplicate(), ledger), ledger, DEPTH);
        });
        // Forward and backward of two blocks a layer; where inputs are rebuilt, once more.
        assertThat(calls).isEqualTo((memory == MemoryMode.STORE ? 2 : 3) * 2 * LAYERS);
    }

    @ParameterizedTest
    @EnumSource(MemoryMode.class)
    void aStackOfSplitStreamsToo(MemoryMode memory) {
        failEverywhere(works -> {
            FailingBlock.Ledger ledger = new FailingBlock.Ledger(works);
            return new Evaluation(reversible(memory, StreamLayout.split(-1), ledger), ledger, 2 * DEPTH);
        });
    }

    @Test
    void blocksOneAfterAnotherToo() {
        int calls = failEverywhere(works -> {
            FailingBlock.Ledger ledger = new FailingBlock.Ledger(works);
            return new Evaluation(sequential(ledger), ledger, DEPTH);
        });
        assertThat(calls).isEqualTo(6);
    }

    /** A block whose parts fail after so many calls. */
    private record Evaluation(Block block, FailingBlock.Ledger ledger, int depth) {

        /** Whether it came to its end. */
        boolean ends(Consumer<Block> work) {
            try {
                work.accept(block);
                return true;
            } catch (OutOfMemoryError expected) {
                return false;
            }
        }
    }

    /** Fails at the first call, at the second, and so on until nothing fails; returns the calls of forward and backward. */
    private static int failEverywhere(java.util.function.IntFunction<Evaluation> evaluations) {
        for (int works = 0; ; works++) {
            Evaluation recorded = evaluations.apply(works);
            Weights weights = Weights.create(recorded.block().parameters(), DataType.FLOAT, 1);
            boolean ended = recorded.ends(block -> differentiate(block, weights, recorded.depth()));
            assertThat(recorded.ledger().open())
                    .as("open after %d calls", recorded.ledger().calls())
                    .isZero();
            Evaluation passing = evaluations.apply(works);
            passing.ends(block -> pass(block, weights, passing.depth()));
            assertThat(passing.ledger().open())
                    .as("open after %d calls of forward alone", passing.ledger().calls())
                    .isZero();
            if (ended) {
                return recorded.ledger().calls();
            }
        }
    }

    private static void differentiate(Block block, Weights weights, int depth) {
        try (INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, 2, 1, 19, depth);
                Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(x, weights, Step.training(3));
                INDArray dy = pass.output().like().addi(1.0);
                INDArray dx = pass.backward(dy, gradients)) {
            assertThat(dx.shape()).isEqualTo(x.shape());
        }
    }

    private static void pass(Block block, Weights weights, int depth) {
        try (INDArray x = Initializer.normal(1.0).create(DataType.FLOAT, 2, 1, 19, depth);
                INDArray y = block.forward(x, weights, Step.inference(3))) {
            assertThat(y.rank()).isEqualTo(3);
        }
    }
}
