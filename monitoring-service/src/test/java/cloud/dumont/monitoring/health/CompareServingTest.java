package cloud.dumont.monitoring.health;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.FakeInstanceManager;
import cloud.dumont.monitoring.PlatformTest;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PlatformTest
class CompareServingTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    CompareServing compare;

    @Autowired
    HealthBook book;

    @Autowired
    Population population;

    @AfterEach
    void nothingServes() {
        instances.down = false;
        instances.serving.clear();
    }

    @Test
    void whoServesIsWatchedAndWhoDoesNotIsLetGoTheSecondTime() {
        UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
        FakeInstanceManager.Order order = instances.order(user, "nlp-1", 1);
        instances.serving.add(DumontJson.mapper()
                .createObjectNode()
                .put("placement", order.placement().text())
                .put("instance", order.instance().text())
                .put("user", user.text())
                .put("epoch", 1)
                .put("seq", 1)
                .put("opened_at", "2026-11-25T10:00:00Z")
                .put("vendor", "vastai")
                .put("region", "us-tx")
                .put("standby", "warm"));

        compare.compare();
        assertThat(book.find(order.placement())).isPresent();
        assertThat(population.of(order.placement())).contains(new Whereabouts("vastai", "us-tx", "", "", "warm"));

        instances.down = true;
        compare.compare();
        compare.compare();
        assertThat(book.find(order.placement())).isPresent();

        instances.down = false;
        instances.serving.clear();
        compare.compare();
        assertThat(book.find(order.placement())).isPresent();
        compare.compare();
        assertThat(book.find(order.placement())).isEmpty();
    }
}
