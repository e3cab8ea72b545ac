package io.github.reformer4j.block;

/** Where sets of arrays live: in memory, or somewhere from which the arrays of a layer are brought in when they are used. */
public interface ArrayStore extends AutoCloseable {

    /** The store whose arrays are always there. */
    static ArrayStore inMemory() {
        return InMemory.STORE;
    }

    /**
     * A new, empty set.
     *
     * @param kind what its arrays are, for messages: weights, gradients
     */
    ArraySet newSet(String kind);

    /** Gives up what the store holds; its sets cannot be used afterwards. */
    @Override
    void close();
}
