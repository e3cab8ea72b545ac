package io.github.reformer4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.factory.Nd4j;

/** What the packages may know of each other, and what none of them may do. */
class ArchitectureTest {

    private static final String ROOT = "io.github.reformer4j.";

    /** Lowest first; a package knows those of earlier lines and itself, not its neighbours in the line. */
    private static final List<List<String>> ORDER = List.of(
            List.of("check"),
            List.of("kernel"),
            List.of("block"),
            List.of("reversible"),
            List.of("op"),
            List.of("data"),
            List.of("model"),
            List.of("checkpoint", "generation"),
            List.of("offload"),
            List.of("training"),
            List.of("dl4j"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.reformer4j");

    @Test
    void theClassesWereFound() {
        assertThat(CLASSES).extracting(JavaClass::getSimpleName).contains("Block", "ReversibleSequence");
    }

    @TestFactory
    Stream<DynamicTest> importsOnlyPointDown() {
        return ORDER.stream()
                .flatMap(List::stream)
                .map(name -> DynamicTest.dynamicTest(name, () -> downward(name).check(CLASSES)));
    }

    @Test
    void everyClassIsInAKnownPackage() {
        String[] known = ORDER.stream()
                .flatMap(List::stream)
                .map(ArchitectureTest::subtree)
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(CLASSES);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SubGraph") // it silences what the host prints
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void chanceComesFromCountersOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethodWhere(target(nameMatching("rand.*|getRandom|shuffle|choice"))
                        .and(target(owner(JavaClass.Predicates.equivalentTo(Nd4j.class)))))
                .because("a step must be repeatable from its key")
                .check(CLASSES);
    }

    @Test
    void onlyTrainingReadsTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage(subtree("training"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void noBackendIsNamed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..")
                .because("the application chooses the backend")
                .check(CLASSES);
    }

    private static ArchRule downward(String name) {
        int line = lineOf(name);
        String[] forbidden = ORDER.stream()
                .flatMap(List::stream)
                .filter(other -> lineOf(other) >= line && !other.equals(name))
                .map(ArchitectureTest::subtree)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(subtree(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true);
    }

    private static int lineOf(String name) {
        return Stream.iterate(0, i -> i + 1)
                .filter(i -> ORDER.get(i).contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static String subtree(String name) {
        return ROOT + name + "..";
    }
}
