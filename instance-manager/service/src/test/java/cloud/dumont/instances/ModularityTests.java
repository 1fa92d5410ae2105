package cloud.dumont.instances;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
    @Test
    void featuresReachEachOtherOnlyThroughTheirFronts() {
        ApplicationModules.of(InstanceManagerApplication.class).verify();
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.checkService("cloud.dumont.instances");
    }
}
