package io.github.reformer4j.model;

import io.github.reformer4j.block.ParameterSpec;

/** What an optimiser remembers of a weight between steps, as far as its size goes. */
public enum UpdaterState {
    /** Nothing: plain gradient descent. */
    NONE {
        @Override
        public long elements(ParameterSpec weight) {
            return 0;
        }
    },
    /** Two moments an element: Adam and AdamW. */
    ADAM {
        @Override
        public long elements(ParameterSpec weight) {
            return 2 * weight.length();
        }
    },
    /** Means of the rows and of the columns of a matrix, all elements of a vector: Adafactor without momentum. */
    ADAFACTOR {
        @Override
        public long elements(ParameterSpec weight) {
            if (weight.shape().size() == 1) {
                return weight.length();
            }
            long columns = weight.shape().get(weight.shape().size() - 1);
            return weight.length() / columns + columns;
        }
    };

    /** Numbers that are remembered for this weight. */
    public abstract long elements(ParameterSpec weight);
}
