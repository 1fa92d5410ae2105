package cloud.dumont.gateway;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
    @Test
    void featuresKeepToThemselves() {
        ApplicationModules.of(GatewayApplication.class).verify();
    }

    @Test
    void theLawsOfTheHouseHold() {
        HouseRules.checkService("cloud.dumont.gateway");
    }
}
