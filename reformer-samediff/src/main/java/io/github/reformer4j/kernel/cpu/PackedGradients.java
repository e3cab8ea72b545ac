package io.github.reformer4j.kernel.cpu;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the way back of some heads reads and writes, each in one piece. */
final class PackedGradients implements AutoCloseable {

    private final PackedRows dOutput;
    private final PackedRows q;
    private final @Nullable PackedRows k;
    private final PackedRows v;

    PackedGradients(PackedInputs inputs) {
        dOutput = inputs.another();
        q = inputs.another();
        k = inputs.shared() ? null : inputs.another();
        v = inputs.another();
    }

    /** Takes in the gradients of the outputs of {@code count} heads. */
    void load(int count, IntFunction<HeadGradients> from) {
        dOutput.load(count, i -> from.apply(i).dOutput());
    }

    /** Those of head {@code i} of these, whose sums stand in {@code gradients}. */
    HeadGradients of(int i, HeadGradients gradients) {
        return new HeadGradients(
                dOutput.of(i),
                gradients.attended(),
                gradients.products(),
                q.of(i),
                k == null ? null : k.of(i),
                v.of(i));
    }

    /** Copies the gradients of the inputs to where they belong. */
    void store(int count, IntFunction<HeadGradients> to) {
        q.store(count, i -> to.apply(i).q());
        if (k != null) {
            k.store(count, i -> to.apply(i).keys());
        }
        v.store(count, i -> to.apply(i).v());
    }

    @Override
    public void close() {
        dOutput.close();
        q.close();
        if (k != null) {
            k.close();
        }
        v.close();
    }
}
