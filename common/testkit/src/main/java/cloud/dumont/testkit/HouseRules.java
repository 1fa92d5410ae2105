package cloud.dumont.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * The house's laws as checks on compiled code. Every module runs {@link #check(String)} on its own package; services run
 * {@link #checkService(String)}.
 */
public final class HouseRules {
    private HouseRules() {}

    public static void check(String packageName) {
        JavaClasses code = production(packageName);
        for (ArchRule rule : List.of(
                namesExplain(), noClockReads(), noSystemMillis(), noStandardStreams(), noFieldInjection(), noMocks())) {
            rule.allowEmptyShould(true).check(code);
        }
    }

    public static void checkService(String packageName) {
        check(packageName);
        JavaClasses code = production(packageName);
        slices().matching(packageName + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a feature is deleted by deleting its folder")
                .allowEmptyShould(true)
                .check(code);
        noClasses()
                .that()
                .resideOutsideOfPackage("..web..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(packageName + "..web.."))
                .because("web stands on the feature, not the other way round")
                .allowEmptyShould(true)
                .check(code);
    }

    private static JavaClasses production(String packageName) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packageName);
    }

    private static ArchRule namesExplain() {
        return classes()
                .should()
                .haveNameNotMatching(".*(Impl|Utils?|Helpers?|Processor|DTO|Dto)$")
                .because("such a name says nothing");
    }

    private static ArchRule noClockReads() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("cloud.dumont.observability..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .because("time comes in as an argument or an InstantSource");
    }

    private static ArchRule noSystemMillis() {
        return noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .because("time comes in as an argument or an InstantSource");
    }

    private static ArchRule noStandardStreams() {
        return noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("services log");
    }

    private static ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .because("constructors say what a class needs");
    }

    private static ArchRule noMocks() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("org.mockito..");
    }
}
