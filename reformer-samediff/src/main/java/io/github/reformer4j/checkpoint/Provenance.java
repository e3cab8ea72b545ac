package io.github.reformer4j.checkpoint;

/**
 * Where weights come from.
 *
 * @param libraryVersion that wrote them
 * @param seed of the training
 * @param steps of training
 * @param dataHash SHA-256 of the training data, in hexadecimal; empty: not trained, or unknown
 * @param command that trained them; empty: unknown
 */
public record Provenance(String libraryVersion, long seed, long steps, String dataHash, String command) {

    /** Version of this library. */
    public static final String VERSION = "0.1.0";

    /** Weights that this version wrote. */
    public static Provenance of(long seed, long steps, String dataHash, String command) {
        return new Provenance(VERSION, seed, steps, dataHash, command);
    }
}
