package cloud.dumont.restore;

import cloud.dumont.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theCodeKeepsTheHouseRules() {
        HouseRules.check("cloud.dumont.restore");
    }
}
