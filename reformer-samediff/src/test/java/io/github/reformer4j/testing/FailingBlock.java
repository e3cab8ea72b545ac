package io.github.reformer4j.testing;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A block that works a number of times and then finds no memory; and knows what it handed out that nobody gave back. */
public final class FailingBlock implements Block {

    /** What several blocks have done together. */
    public static final class Ledger {
        private final List<INDArray> arrays = new ArrayList<>();
        private final int works;
        private int calls;
        private int openPasses;

        /** Blocks that work this often, all together. */
        public Ledger(int works) {
            this.works = works;
        }

        /** Calls so far, the one that failed among them. */
        public int calls() {
            return calls;
        }

        /** Passes that were not closed, and arrays that were not freed. */
        public long open() {
            return openPasses
                    + arrays.stream().filter(array -> !array.wasClosed()).count();
        }

        private void call() {
            calls++;
            if (calls > works) {
                throw new OutOfMemoryError("Allocation failed: call " + calls);
            }
        }

        private INDArray out(INDArray array) {
            arrays.add(array);
            return array;
        }
    }

    private final Block block;
    private final Ledger ledger;

    /** A block that does what another does, while it works. */
    public FailingBlock(Block block, Ledger ledger) {
        this.block = block;
        this.ledger = ledger;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return block.parameters();
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        ledger.call();
        return ledger.out(block.forward(x, weights, step));
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        ledger.call();
        ledger.openPasses++;
        return new CountedPass(block.record(x, weights, step));
    }

    private final class CountedPass implements Pass {
        private final Pass pass;

        CountedPass(Pass pass) {
            this.pass = pass;
            ledger.out(pass.output());
        }

        @Override
        public INDArray output() {
            return pass.output();
        }

        @Override
        public INDArray takeOutput() {
            return ledger.out(pass.takeOutput());
        }

        @Override
        public INDArray backward(INDArray dy, Gradients into) {
            ledger.call();
            return ledger.out(pass.backward(dy, into));
        }

        @Override
        public void close() {
            ledger.openPasses--;
            pass.close();
        }
    }
}
