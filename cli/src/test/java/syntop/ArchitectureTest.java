package syntop;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileDescriptor;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom. It stands in this module because only here every other one is visible. */
class ArchitectureTest {
    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("syntop");

    @ParameterizedTest
    @CsvSource({
        "syntop.capture,        ''",
        "syntop.capture.batch,  ''",
        "syntop.capture.decode, capture.batch",
        "syntop.capture.filter, capture capture.batch capture.decode",
        "syntop.capture.file,   capture capture.batch capture.decode capture.filter",
        "syntop.capture.live,   capture capture.batch capture.decode capture.filter linux..",
        "syntop.linux..,        ''",
        "syntop.analyzer..,     capture.batch",
        // what the bits of a SYN's options mean is known where they are read
        "syntop.cli.render,     analyzer.. capture.batch capture.decode",
    })
    void packageKnowsOnly(String of, String others) {
        String[] known =
                others.isEmpty()
                        ? new String[] {of}
                        : (of + " syntop." + others.replace(" ", " syntop.")).split(" ");
        check(
                noClasses()
                        .that()
                        .resideInAPackage(of)
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("syntop..").and(not(resideInAnyPackage(known)))));
    }

    @ParameterizedTest
    @CsvSource({
        // libpcap's compiler and its descriptor are not in pcap4j
        "com.sun.jna..,           syntop.linux..|syntop.capture.filter|syntop.capture.live",
        "org.pcap4j..,            syntop.capture.live",
        "org.objectweb.asm..,     syntop.capture.filter",
        "com.github.luben..,      syntop.capture.file",
        "picocli..,               syntop.cli",
        "com.fasterxml.jackson..,  syntop.cli..",
        "de.siegmar.fastcsv..,    syntop.cli..",
    })
    void libraryIsUsedOnlyBy(String library, String users) {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(users.split("\\|"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library));
    }

    @Test
    void analyzerKnowsNoFileSocketOrBuffer() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("syntop.analyzer..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("java.nio..", "java.net..")
                                        .or(nameMatching("java\\.io\\.(File|.*Stream|.*er)"))));
    }

    @Test
    void onlyCliReadsTheClock() {
        check(
                outsideCli()
                        .should()
                        .accessTargetWhere(
                                calls("java.lang.System", "currentTimeMillis", "nanoTime"))
                        .orShould()
                        .accessTargetWhere(
                                JavaAccess.Predicates.target(nameMatching("now"))
                                        .and(
                                                JavaAccess.Predicates.targetOwner(
                                                        resideInAPackage("java.time.."))))
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.time.Clock"));
    }

    @Test
    void onlyCliPrints() {
        check(
                outsideCli()
                        .should()
                        .accessTargetWhere(calls("java.lang.System", "out", "err", "console"))
                        .orShould()
                        .accessTargetWhere(calls(FileDescriptor.class.getName(), "out", "err"))
                        .orShould()
                        .accessTargetWhere(calls("java.lang.Throwable", "printStackTrace")));
    }

    @Test
    void onlyCliEndsTheJvm() {
        check(
                outsideCli()
                        .should()
                        .accessTargetWhere(calls("java.lang.System", "exit"))
                        .orShould()
                        .accessTargetWhere(calls("java.lang.Runtime", "exit", "halt")));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("syntop.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyClassLiesInAKnownPart() {
        check(
                classes()
                        .should()
                        .resideInAnyPackage(
                                "syntop.linux..",
                                "syntop.capture..",
                                "syntop.analyzer..",
                                "syntop.cli.."));
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction outsideCli() {
        return noClasses().that().resideOutsideOfPackage("syntop.cli..");
    }

    /** An access to one of these members of a class or of a class that extends it. */
    private static DescribedPredicate<JavaAccess<?>> calls(String owner, String... members) {
        Set<String> names = Set.of(members);
        return JavaAccess.Predicates.target(
                        DescribedPredicate.<AccessTarget>describe(
                                String.join(", ", members), t -> names.contains(t.getName())))
                .and(JavaAccess.Predicates.targetOwner(JavaClass.Predicates.assignableTo(owner)));
    }

    /** A package that does not exist yet keeps every rule. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CODE);
    }
}
