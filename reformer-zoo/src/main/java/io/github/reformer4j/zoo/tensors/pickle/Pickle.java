package io.github.reformer4j.zoo.tensors.pickle;

import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;

/**
 * A pickle that was read: Long, BigInteger, Double, Boolean, String, {@link Span}, {@link Nothing}, {@link Tuple}, List,
 * LinkedHashMap with keys that are texts or whole numbers, and what {@link Allowed} made of names. Bytes are not read but
 * left as a span, and so are long texts. Nothing is looked up by a name of the pickle.
 *
 * <p>Memory is bounded whatever the pickle says: 2<sup>20</sup> instructions, each of which makes one value at most, and 16 MiB
 * of text.
 *
 * @param value the root
 * @param end the position behind it
 */
public record Pickle(Object value, long end) {

    /**
     * Reads a pickle.
     *
     * @param start where it begins
     * @param allowed what it may name
     * @throws IllegalArgumentException with a sentence where it is damaged, or names anything else
     */
    public static Pickle read(Bytes bytes, long start, Allowed allowed) {
        PickleMachine machine = new PickleMachine(new PickleInput(bytes, start), allowed);
        return new Pickle(machine.run(), machine.position());
    }
}
