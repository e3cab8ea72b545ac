package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Ops of ND4J 1.0.0-M2.1 that cannot stand in a {@link SameDiffBlock}: those whose gradients are wrong or missing, and
 * those that draw from a stream of random numbers, which backward would draw anew.
 */
final class UnfitOps {

    private static final Map<String, String> WRONG = Map.of(
            "gather", "overwrites gradients of repeated indices",
            "gather_nd", "gives wrong gradients",
            "Where", "gives wrong gradients",
            "select", "gives wrong gradients",
            "reduce_logsumexp", "gives wrong gradients along a dimension",
            "log_softmax", "gives wrong gradients along a dimension",
            "tensordot", "gives wrong gradients",
            "cumsum", "gives wrong gradients");

    private UnfitOps() {}

    /** Throws if an op of the graph is unfit. */
    static void requireNone(SameDiff graph) {
        graph.getOps().values().forEach(UnfitOps::requireFit);
    }

    private static void requireFit(SameDiffOp op) {
        String name = op.getOp().opName();
        String reason = WRONG.getOrDefault(name, "");
        require(reason.isEmpty(), "op %s of ND4J 1.0.0-M2.1 %s; write it with other ops, or as a Block", name, reason);
        String type = op.getOp().getClass().getName();
        require(
                !type.startsWith("org.nd4j.linalg.api.ops.random."),
                "op %s draws random numbers that backward would draw anew; take chance from the Step, in a Block of "
                        + "its own",
                name);
        require(
                !type.startsWith("org.nd4j.linalg.api.ops.impl.controlflow."),
                "op %s has no gradient in ND4J 1.0.0-M2.1; write loops and branches in Java, as a Block",
                name);
    }
}
