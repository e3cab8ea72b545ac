package io.github.reformer4j.zoo.tensors.pickle;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values on which a pickle works: a stack with marks, and a memo. Values are put there, never copied. */
final class PickleStack {

    private final List<Object> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    void push(Object value) {
        values.add(value);
    }

    Object pop() {
        require(values.size() > floor(), "it takes a value from an empty stack");
        return values.remove(values.size() - 1);
    }

    Object peek() {
        require(values.size() > floor(), "it looks at an empty stack");
        return values.get(values.size() - 1);
    }

    <T> T pop(Class<T> expected) {
        return as(expected, pop());
    }

    <T> T peek(Class<T> expected) {
        return as(expected, peek());
    }

    private static <T> T as(Class<T> expected, Object value) {
        require(
                expected.isInstance(value),
                "a value is a %s where a %s belongs",
                value.getClass().getSimpleName(),
                expected.getSimpleName());
        return expected.cast(value);
    }

    void mark() {
        marks.add(values.size());
    }

    /** The values since the last mark, in their order; they and the mark are gone. */
    List<Object> popToMark() {
        require(!marks.isEmpty(), "it ends a container that was not begun");
        List<Object> since = values.subList(marks.remove(marks.size() - 1), values.size());
        List<Object> taken = new ArrayList<>(since);
        since.clear();
        return taken;
    }

    void remember(long index) {
        memo.put(index, peek());
    }

    void remember() {
        remember(memo.size());
    }

    Object recall(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new IllegalArgumentException("it recalls value " + index + ", which was not remembered");
        }
        return value;
    }

    /** The only value that is left. */
    Object result() {
        require(marks.isEmpty() && values.size() == 1, "it ends with %d values, expected one", values.size());
        return values.get(0);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }
}
