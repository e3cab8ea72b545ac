package io.github.reformer4j.training;

/**
 * Where a run stands after a step.
 *
 * @param step steps done, from 1
 * @param lossBits loss of the step, bits a token
 * @param learningRate of the step
 * @param gradientNorm of all gradients together, before clipping
 * @param tokens seen since the beginning
 * @param seconds of training since the beginning, those of resumed runs included
 * @param tokensPerSecond of this step
 */
public record Progress(
        long step,
        double lossBits,
        double learningRate,
        double gradientNorm,
        long tokens,
        double seconds,
        double tokensPerSecond) {}
