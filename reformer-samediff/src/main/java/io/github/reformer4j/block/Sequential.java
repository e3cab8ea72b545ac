package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blocks one after another. A pass keeps the passes of all of them, so a sequence is best kept short. */
public final class Sequential implements Block {

    /**
     * A block and its name.
     *
     * @param name part of the path of its weights, gradients and chance; empty: none, what is inside stands beside the
     *     other parts
     * @param block the block
     */
    public record Part(String name, Block block) {

        private Stream<ParameterSpec> parameters() {
            return block.parameters().stream().map(spec -> name.isEmpty() ? spec : spec.under(name));
        }

        private Pass record(INDArray x, Weights weights, Step step) {
            return name.isEmpty() ? block.record(x, weights, step) : block.record(x, weights.at(name), step.at(name));
        }

        private INDArray forward(INDArray x, Weights weights, Step step) {
            return name.isEmpty() ? block.forward(x, weights, step) : block.forward(x, weights.at(name), step.at(name));
        }

        private Gradients gradients(Gradients into) {
            return name.isEmpty() ? into : into.at(name);
        }
    }

    private final List<Part> parts;

    /** These blocks in this order. */
    public Sequential(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> parameters = new ArrayList<>();
        for (Part part : parts) {
            part.parameters().forEach(parameters::add);
        }
        return parameters;
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        SequentialPass all = new SequentialPass();
        boolean whole = false;
        try {
            INDArray current = x;
            for (Part part : parts) {
                Pass pass = part.record(current, weights, step);
                all.passes.add(pass);
                current = pass.output();
            }
            whole = true;
            return all;
        } finally {
            if (!whole) {
                all.close();
            }
        }
    }

    @Override
    public INDArray forward(INDArray x, Weights weights, Step step) {
        try (Temporaries owned = new Temporaries()) {
            INDArray current = x;
            for (Part part : parts) {
                INDArray next = owned.add(part.forward(current, weights, step));
                owned.drop(current);
                current = next;
            }
            return owned.release(current);
        }
    }

    private final class SequentialPass implements Pass {

        private final List<Pass> passes = new ArrayList<>();

        private Pass last() {
            return passes.get(passes.size() - 1);
        }

        @Override
        public INDArray output() {
            return last().output();
        }

        @Override
        public INDArray takeOutput() {
            return last().takeOutput();
        }

        @Override
        public INDArray backward(INDArray dy, Gradients into) {
            try (Temporaries owned = new Temporaries()) {
                INDArray gradient = dy;
                for (int i = passes.size() - 1; i >= 0; i--) {
                    INDArray next = owned.add(
                            passes.get(i).backward(gradient, parts.get(i).gradients(into)));
                    owned.drop(gradient);
                    gradient = next;
                }
                return owned.release(gradient);
            }
        }

        @Override
        public void close() {
            passes.forEach(Pass::close);
        }
    }
}
