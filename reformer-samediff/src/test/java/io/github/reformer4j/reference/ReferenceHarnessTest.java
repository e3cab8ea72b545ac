package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceHarnessTest {

    @TempDir
    private Path folder;

    @Test
    void noNamedFolderMeansNoFurtherCases() {
        assertThat(ReferenceCases.fromNamedFolder("")).isEmpty();
    }

    @Test
    void aNamedFolderThatIsMissingIsNamed() {
        String missing = folder.resolve("absent").toString();
        assertThatThrownBy(() -> ReferenceCases.fromNamedFolder(missing))
                .hasMessageContaining("the folder of reference cases " + missing + " does not exist");
    }

    @Test
    void aNamedFolderWithoutCasesIsNamed() {
        assertThatThrownBy(() -> ReferenceCases.fromNamedFolder(folder.toString()))
                .hasMessageContaining(folder + ", named by -Dreference.fixtures, holds no folder with a case.json");
    }

    @Test
    void casesAreFoundAtAnyDepthInTheOrderOfTheirPaths() throws IOException {
        WrittenCase.of(folder.resolve("set"), "b", "toy");
        WrittenCase.of(folder, "a", "toy");
        assertThat(ReferenceCases.fromNamedFolder(folder.toString()))
                .extracting(ReferenceCase::name)
                .containsExactly("a", "b");
    }

    @Test
    void everyCaseIsATestOfItsOwn() throws Throwable {
        List<DynamicTest> tests = tests(Map.of("toy", ReferenceHarnessTest::refuseSecond), "", "first", "second");
        assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("first", "second");
        tests.get(0).getExecutable().execute();
        assertThatThrownBy(tests.get(1).getExecutable()::execute).hasMessage("not second");
    }

    @Test
    void aCaseFoundInBothPlacesIsReportedUnderTwoNames() throws IOException {
        assertThat(tests(Map.of(), "", "same").get(0).getDisplayName())
                .isNotEqualTo(
                        tests(Map.of(), " of reference.fixtures", "same").get(0).getDisplayName());
    }

    @Test
    void aKindWithoutHandlerFails() throws IOException {
        DynamicTest test = tests(Map.of("other", reference -> {}), "", "orphan").get(0);
        assertThatThrownBy(test.getExecutable()::execute)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is of kind 'toy', for which there is no handler");
    }

    @Test
    void checkpointsGiveNoTestHere() throws IOException {
        List<ReferenceCase> cases = List.of(WrittenCase.of(folder, "saved", CaseHandlers.CHECKPOINT));
        assertThat(CaseTests.of(cases, Map.of(), "")).isEmpty();
    }

    @Test
    void theCasesOfTheResourcesCanAllBeRead() {
        assertThat(ReferenceCases.fromResources()).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference.name())
                    .isEqualTo(reference.folder().getFileName().toString());
            assertThat(reference.arrays())
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThatCode(() -> reference.shape(name)).doesNotThrowAnyException());
        });
    }

    private List<DynamicTest> tests(Map<String, CaseHandler> handlers, String suffix, String... names)
            throws IOException {
        for (String name : names) {
            WrittenCase.of(folder, name, "toy");
        }
        return CaseTests.of(ReferenceCases.fromNamedFolder(folder.toString()), handlers, suffix)
                .toList();
    }

    private static void refuseSecond(ReferenceCase reference) {
        if (reference.name().equals("second")) {
            throw new AssertionError("not second");
        }
    }
}
