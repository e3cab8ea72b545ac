package io.github.reformer4j.op;

import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOpDescriptor;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff operation that is computed in Java. ND4J 1.0.0-M2.1 has none; but a session asks an operation for the shapes of
 * its outputs, with the inputs at hand, and the executioner asks for its hash just before it calls native code. The first
 * question computes, the second hands the results over and names the native operation that does nothing.
 */
abstract class JavaOp extends DynamicCustomOp {

    private static final String NATIVE_NOTHING = "noop";

    private static final ThreadLocal<@Nullable Pending> PENDING = new ThreadLocal<>();

    /** Results that wait for the arrays which the session makes for them. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Pending(JavaOp op, OpContext context, INDArray[] results) {
        @SuppressWarnings("ReferenceEquality") // an operation is itself alone
        boolean isOf(JavaOp other) {
            return op == other;
        }
    }

    /** New arrays from the inputs, which may be views and of any order. */
    abstract INDArray[] compute(INDArray[] inputs);

    @Override
    public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
        discard();
        INDArray[] results = compute(context.getInputArrays().toArray(INDArray[]::new));
        PENDING.set(new Pending(this, context, results));
        context.shapeFunctionOverride(true);
        List<LongShapeDescriptor> shapes = new ArrayList<>();
        for (INDArray result : results) {
            shapes.add(LongShapeDescriptor.fromShape(result.shape(), result.dataType()));
        }
        return shapes;
    }

    @Override
    public List<LongShapeDescriptor> calculateOutputShape() {
        throw new IllegalStateException(opName() + " runs within a SameDiff graph; for arrays alone use its Block");
    }

    @Override
    public long opHash() {
        Pending waiting = PENDING.get();
        if (waiting != null
                && waiting.isOf(this)
                && waiting.context().numOutputArguments() == waiting.results().length) {
            for (int i = 0; i < waiting.results().length; i++) {
                waiting.context().getOutputArray(i).assign(waiting.results()[i]);
            }
            discard();
        }
        return Objects.requireNonNull(
                        Nd4j.getExecutioner().getCustomOperations().get(NATIVE_NOTHING))
                .getHash();
    }

    private static void discard() {
        Pending waiting = PENDING.get();
        if (waiting != null) {
            for (INDArray result : waiting.results()) {
                Temporaries.free(result);
            }
            PENDING.remove();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the session takes null for "not described"
    public CustomOpDescriptor getDescriptor() {
        return null;
    }

    @Override
    public Map<String, Object> propertiesForFunction() {
        return Map.of();
    }

    @Override
    public void assertValidForExecution() {
        // Inputs are checked where they are used.
    }
}
