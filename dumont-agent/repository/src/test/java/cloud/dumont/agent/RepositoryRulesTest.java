package cloud.dumont.agent;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import cloud.dumont.testkit.HouseRules;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RepositoryRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.check("cloud.dumont.agent");
    }

    @Test
    void packagesStandOnEachOtherInOneDirection() {
        slices().matching("cloud.dumont.agent.(*)..")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("cloud.dumont.agent"));
    }
}
