/** The trainer: optimisers, schedules, evaluation, metrics and checkpoints. */
package io.github.reformer4j.training;
