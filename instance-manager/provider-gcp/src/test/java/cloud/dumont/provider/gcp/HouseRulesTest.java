package cloud.dumont.provider.gcp;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("cloud.dumont.provider.gcp");
    }
}
