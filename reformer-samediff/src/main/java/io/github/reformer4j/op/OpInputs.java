package io.github.reformer4j.op;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What an operation may read besides its input and weights.
 *
 * @param mask [b, n], 0 where there is padding; null: none
 * @param chance a whole number that decides dropout and rotations, a placeholder that is fed anew each step; null: the
 *     contents of the input decide
 * @param training not 0 in training, when dropout drops; null: it never does
 */
public record OpInputs(
        @Nullable SDVariable mask,
        @Nullable SDVariable chance,
        @Nullable SDVariable training) {

    /** Nothing besides. */
    public static OpInputs none() {
        return new OpInputs(null, null, null);
    }

    /** The same with a padding mask. */
    public OpInputs withMask(SDVariable newMask) {
        return new OpInputs(newMask, chance, training);
    }

    /** The same with a number that decides chance. */
    public OpInputs withChance(SDVariable newChance) {
        return new OpInputs(mask, newChance, training);
    }

    /** The same with a training flag. */
    public OpInputs withTraining(SDVariable newTraining) {
        return new OpInputs(mask, chance, newTraining);
    }
}
