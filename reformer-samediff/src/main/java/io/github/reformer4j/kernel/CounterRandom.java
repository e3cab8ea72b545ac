package io.github.reformer4j.kernel;

/**
 * Random numbers as functions of a key and a counter: number {@code i} of key {@code k} is always the same, whoever asks,
 * in whichever order and on however many threads. A replay in the backward pass therefore sees exactly the chance that
 * the forward pass saw, which a stream of random numbers cannot promise.
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
 * generators", OOPSLA 2014), applied twice: to the key and counter.
 */
public final class CounterRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    /** SplitMix64's finaliser: a bijection of the 64-bit numbers in which every input bit moves half of the output. */
    public static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /** A key derived from another key and a number. */
    public static long derive(long key, long number) {
        return mix(mix(key + GOLDEN_GAMMA) + GOLDEN_GAMMA * (2 * number + 1));
    }

    /** A key derived from another key and a name. */
    public static long derive(long key, String name) {
        long derived = derive(key, name.length());
        for (int i = 0; i < name.length(); i++) {
            derived = derive(derived, name.charAt(i));
        }
        return derived;
    }

    /** 64 random bits. */
    public static long bits(long key, long counter) {
        return mix(mix(key) + GOLDEN_GAMMA * (counter + 1));
    }

    /** Uniform in [0, 1), a multiple of 2^−53. */
    public static double uniform(long key, long counter) {
        return (bits(key, counter) >>> 11) * 0x1.0p-53;
    }

    /** Standard normal, by Box and Muller from counters {@code 2 counter} and {@code 2 counter + 1}. */
    public static double gaussian(long key, long counter) {
        double radius = Math.sqrt(-2.0 * Math.log(1.0 - uniform(key, 2 * counter)));
        return radius * Math.cos(2.0 * Math.PI * uniform(key, 2 * counter + 1));
    }
}
