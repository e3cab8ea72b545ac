package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

/** The learning rate of every step; steps count from 1. */
public sealed interface Schedule {

    /** Learning rate of a step, 1 or more. */
    double rate(long step);

    /**
     * As trax trains the Reformer: rising for {@code warmup} steps, then falling with the root of the step:
     * {@code peak · min(step / warmup, √(warmup / step))}.
     *
     * @param peak highest rate, at step {@code warmup}; trax writes it as constant = peak · √warmup
     * @param warmup steps of rising
     */
    record WarmupRsqrt(double peak, long warmup) implements Schedule {
        public WarmupRsqrt {
            requireRate("peak", peak);
            require(warmup > 0, "warmup must be positive, got %d", warmup);
        }

        /** From the constant by which trax multiplies: {@code constant · min(1, step / warmup) / √max(step, warmup)}. */
        public static WarmupRsqrt ofConstant(double constant, long warmup) {
            require(warmup > 0, "warmup must be positive, got %d", warmup);
            return new WarmupRsqrt(constant / Math.sqrt((double) warmup), warmup);
        }

        @Override
        public double rate(long step) {
            return peak * Math.min((double) step / warmup, Math.sqrt((double) warmup / step));
        }
    }

    /**
     * Rising for {@code warmup} steps, then falling as half a cosine to {@code floor} at step {@code steps}, and staying
     * there.
     *
     * @param peak highest rate
     * @param floor rate at the end
     * @param warmup steps of rising; 0: none
     * @param steps at which the floor is reached
     */
    record Cosine(double peak, double floor, long warmup, long steps) implements Schedule {
        public Cosine {
            requireRate("peak", peak);
            require(floor >= 0.0 && floor <= peak, "floor must be from 0 to the peak %s, got %s", peak, floor);
            requireWarmup(warmup);
            require(steps > warmup, "steps must be more than the warmup of %d, got %d", warmup, steps);
        }

        @Override
        public double rate(long step) {
            if (step <= warmup) {
                return peak * step / warmup;
            }
            double progress = Math.min(1.0, (double) (step - warmup) / (steps - warmup));
            return floor + (peak - floor) * 0.5 * (1.0 + Math.cos(Math.PI * progress));
        }
    }

    /**
     * Rising for {@code warmup} steps, then constant.
     *
     * @param rate from step {@code warmup} on
     * @param warmup steps of rising; 0: none
     */
    record Constant(double rate, long warmup) implements Schedule {
        public Constant {
            requireRate("rate", rate);
            requireWarmup(warmup);
        }

        @Override
        public double rate(long step) {
            return step < warmup ? rate * step / warmup : rate;
        }
    }

    private static void requireRate(String name, double rate) {
        require(rate > 0.0 && Double.isFinite(rate), "%s must be positive, got %s", name, rate);
    }

    private static void requireWarmup(long warmup) {
        require(warmup >= 0, "warmup must not be negative (0: none), got %d", warmup);
    }
}
