package io.github.reformer4j.reference;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Makes one reported test of each case. */
final class CaseTests {

    private CaseTests() {}

    /**
     * One test a case, named as the case with {@code suffix}; a case of a kind without a handler becomes a test that fails.
     * Checkpoints give none, by name: they belong to the zoo.
     */
    static Stream<DynamicTest> of(List<ReferenceCase> cases, Map<String, CaseHandler> handlers, String suffix) {
        return cases.stream()
                .filter(reference -> !reference.kind().equals(CaseHandlers.CHECKPOINT))
                .map(reference -> DynamicTest.dynamicTest(
                        reference.name() + suffix,
                        reference.folder().toUri(),
                        () -> handlers.getOrDefault(reference.kind(), CaseTests::unknown)
                                .check(reference)));
    }

    private static void unknown(ReferenceCase reference) {
        throw new AssertionError(String.format(
                "%s is of kind '%s', for which there is no handler; add one to CaseHandlers",
                reference.folder(), reference.kind()));
    }
}
