package cloud.dumont.billing;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
    @Test
    void featuresKeepToThemselves() {
        ApplicationModules.of(BillingApplication.class).verify();
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.checkService("cloud.dumont.billing");
    }
}
