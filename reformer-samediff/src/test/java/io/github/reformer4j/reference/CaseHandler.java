package io.github.reformer4j.reference;

/** Runs our implementation on the inputs of a case and compares what comes out. One per kind of case. */
@FunctionalInterface
interface CaseHandler {

    /** Throws an {@link AssertionError} unless we agree with the case. */
    void check(ReferenceCase reference);
}
