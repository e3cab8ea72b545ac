package io.github.reformer4j.zoo.download;

import static io.github.reformer4j.check.Check.require;

import java.time.Duration;

/**
 * How long a download waits, and how often it tries.
 *
 * @param connect for a connection
 * @param stall for the next bytes; a connection that brings fewer than 1,024 bytes in this time counts as stalled too
 * @param attempts at each source; one that brought {@value #PROGRESS} bytes or more does not count
 * @param backOff before the second attempt, doubled before each further one
 * @param other for another process that fetches the same model
 */
public record Patience(Duration connect, Duration stall, int attempts, Duration backOff, Duration other) {

    /** Bytes after which an attempt was worth it. */
    static final long PROGRESS = 1 << 20;

    /** Ten seconds to connect, thirty without bytes, four attempts, an hour for another process. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), 4, Duration.ofSeconds(1), Duration.ofHours(1));

    public Patience {
        requirePositive("connect", connect);
        requirePositive("stall", stall);
        require(attempts > 0, "attempts must be positive, got %d", attempts);
        require(!backOff.isNegative(), "backOff must not be negative, got %s", backOff);
        requirePositive("other", other);
    }

    private static void requirePositive(String name, Duration duration) {
        require(
                duration.toMillis() > 0 && duration.toMillis() <= Integer.MAX_VALUE,
                "%s must lie between a millisecond and %d days, got %s",
                name,
                Duration.ofMillis(Integer.MAX_VALUE).toDays(),
                duration);
    }

    /** Before the attempt that follows so many failures. */
    Duration backOff(int failures) {
        return backOff.multipliedBy(1L << Math.min(10, failures - 1));
    }
}
