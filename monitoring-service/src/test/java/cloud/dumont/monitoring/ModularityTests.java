package cloud.dumont.monitoring;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
    @Test
    void featuresUseEachOthersPublicTypesOnly() {
        ApplicationModules.of(MonitoringServiceApplication.class).verify();
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.checkService("cloud.dumont.monitoring");
    }
}
