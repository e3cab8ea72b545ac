package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.Arrays;
import java.util.List;

/**
 * Name, shape and initialiser of a trainable array.
 *
 * @param name path of the parameter, parts joined by dots: {@code self_attention.query_key.weight}
 * @param shape sizes; the weight of a linear map is [in, out], so that y = x W
 * @param initializer how it starts
 */
public record ParameterSpec(String name, List<Long> shape, Initializer initializer) {

    public ParameterSpec {
        require(!name.isBlank(), "a parameter needs a name, got '%s'", name);
        require(
                !shape.isEmpty() && shape.stream().allMatch(size -> size > 0),
                "parameter %s needs positive sizes, got %s",
                name,
                shape);
        shape = List.copyOf(shape);
    }

    /** A parameter with these sizes. */
    public static ParameterSpec of(String name, Initializer initializer, long... shape) {
        return new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), initializer);
    }

    /** The same parameter as part of something larger. */
    public ParameterSpec under(String prefix) {
        return new ParameterSpec(prefix + "." + name, shape, initializer);
    }

    /** The same parameter with another deviation of what it starts with; one that starts as a constant stays as it is. */
    public ParameterSpec withDeviation(double deviation) {
        return initializer.deviation() == 0.0
                ? this
                : new ParameterSpec(name, shape, new Initializer(initializer.mean(), deviation));
    }

    /** The sizes as ND4J takes them. */
    public long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Number of elements. */
    public long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Number of elements of all of them. */
    public static long total(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::length).sum();
    }
}
