package io.github.reformer4j.reference;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every reference case of the test resources, and every one in the folder that {@code -Dreference.fixtures} names;
 * the latter carry the property in their names, so that a case found in both places is reported twice.
 */
class ReferenceFixturesTest {

    @TestFactory
    Stream<DynamicTest> theCasesOfTheResources() {
        return tests(ReferenceCases.fromResources(), "");
    }

    @TestFactory
    Stream<DynamicTest> theCasesOfTheNamedFolder() {
        String folder = ReferenceCases.namedFolder();
        return tests(ReferenceCases.fromNamedFolder(folder), " of " + ReferenceCases.PROPERTY);
    }

    private static Stream<DynamicTest> tests(List<ReferenceCase> cases, String suffix) {
        return CaseTests.of(cases, CaseHandlers.byKind(), suffix);
    }
}
