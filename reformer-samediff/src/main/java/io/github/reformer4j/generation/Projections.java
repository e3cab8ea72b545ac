package io.github.reformer4j.generation;

import io.github.reformer4j.block.Weights;

/**
 * The linear maps of an attention layer.
 *
 * @param query [d, h · headSize]
 * @param key likewise
 * @param value likewise
 * @param shared whether query and key are one map
 */
record Projections(Projection query, Projection key, Projection value, boolean shared) {

    /** Queries and keys by one map: weights {@code query_key}, {@code value}. */
    static Projections shared(Weights weights) {
        Projection queryKey = Projection.of(weights.get("query_key.weight"));
        return new Projections(queryKey, queryKey, Projection.of(weights.get("value.weight")), true);
    }

    /** Queries and keys apart: weights {@code query}, {@code key}, {@code value}. */
    static Projections separate(Weights weights) {
        return new Projections(
                Projection.of(weights.get("query.weight")),
                Projection.of(weights.get("key.weight")),
                Projection.of(weights.get("value.weight")),
                false);
    }
}
