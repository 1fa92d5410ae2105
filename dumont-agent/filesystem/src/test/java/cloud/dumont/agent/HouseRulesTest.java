package cloud.dumont.agent;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.check("cloud.dumont.agent");
    }
}
