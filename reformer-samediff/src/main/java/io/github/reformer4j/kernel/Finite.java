package io.github.reformer4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Whether numbers are neither infinite nor not a number. */
public final class Finite {

    private Finite() {}

    /** Whether every element is finite. */
    public static boolean all(INDArray array) {
        return count(array, Conditions.isNan()) == 0 && count(array, Conditions.isInfinite()) == 0;
    }

    private static long count(INDArray array, Condition condition) {
        try (INDArray count = Nd4j.getExecutioner().exec(new MatchCondition(array, condition))) {
            return count.getLong(0);
        }
    }
}
