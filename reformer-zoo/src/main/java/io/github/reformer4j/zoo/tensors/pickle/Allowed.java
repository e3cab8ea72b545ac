package io.github.reformer4j.zoo.tensors.pickle;

/**
 * What a pickle may name, and what comes of it. A pickle can name nothing else, so it can do nothing else. Refusals are an
 * {@link IllegalArgumentException} with the words that follow the name of the file.
 */
public interface Allowed {

    /** Whether this name may stand in the pickle at all. */
    boolean knows(Global name);

    /** What stands for the call of this name. */
    Object call(Global name, Tuple arguments);

    /** Gives an object its state. */
    void build(Object target, Object state);

    /** What stands for an object outside of the pickle. */
    Object persistent(Object id);

    /** Numbers, texts and containers only. */
    Allowed NO_NAMES = new Allowed() {
        @Override
        public boolean knows(Global name) {
            return false;
        }

        @Override
        public Object call(Global name, Tuple arguments) {
            throw new IllegalArgumentException("it calls " + name);
        }

        @Override
        public void build(Object target, Object state) {
            throw new IllegalArgumentException("it gives a plain value a state");
        }

        @Override
        public Object persistent(Object id) {
            throw new IllegalArgumentException("it names an object outside of itself");
        }
    };
}
