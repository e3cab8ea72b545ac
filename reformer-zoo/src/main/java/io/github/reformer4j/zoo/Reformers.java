package io.github.reformer4j.zoo;

/** Pretrained models in one line. */
public final class Reformers {

    private Reformers() {}

    /**
     * A model of the zoo: bundled with this library, from the cache, or downloaded into it.
     *
     * @param name {@code java-small}, or with a version {@code java-small@1}
     * @throws IllegalArgumentException with a sentence where there is no such model, or it is not sound
     * @throws java.io.UncheckedIOException with a sentence where it cannot be fetched
     * @see Zoo#builder() Zoo.builder() for another cache, index, or no network
     */
    public static PretrainedModel load(String name) {
        return Zoo.standard().load(name);
    }
}
