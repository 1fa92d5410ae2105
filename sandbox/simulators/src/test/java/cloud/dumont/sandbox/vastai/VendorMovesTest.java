package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.sandbox.machine.SimulatedMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VendorMovesTest extends VastFixture {
    @Test
    void vanishedBoxIsCalledRunningUntilTheVendorNotices() throws IOException {
        long id = running("");
        vast.vanish(Long.toString(id), 60);
        settle();

        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
        assertThat(host.hasDisk("vastai", Long.toString(id))).isTrue();
        pass(Duration.ofSeconds(59));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        pass(Duration.ofSeconds(1));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("offline");
    }

    @Test
    void vendorMayNeverNotice() throws IOException {
        long id = running("");
        vast.vanish(Long.toString(id), -1);
        pass(Duration.ofHours(20));

        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void stopByVendorLooksLikeNobodyAsked() throws IOException {
        long id = running("");
        vast.stopByVendor(Long.toString(id));
        settle();

        JsonNode instance = instance(id);
        assertThat(instance.path("cur_state").asString()).isEqualTo("stopped");
        assertThat(instance.path("next_state").asString()).isEqualTo("stopped");
        assertThat(instance.path("intended_status").asString()).isEqualTo("stopped");
        assertThat(instance.path("is_bid").asBoolean()).isFalse();
        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
    }

    @Test
    void offlineHostMayComeBackWithTheDisk() throws IOException {
        long id = running("");
        vast.offline(Long.toString(id), Duration.ofSeconds(30));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("offline");

        pass(Duration.ofSeconds(31));

        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        assertThat(host.hasDisk("vastai", Long.toString(id))).isTrue();
    }

    @Test
    void contractThatEndsStopsTheMachineForGood() throws IOException {
        long id = running("");
        pass(Duration.ofDays(31));

        assertThat(instance(id).path("cur_state").asString()).isEqualTo("stopped");
        Caller.Answer answer = caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}");
        assertThat(answer.json().path("error").asString()).isEqualTo("resources_unavailable");
    }

    @Test
    void listsEveryMachineWithItsBox() throws IOException {
        long up = running(",\"label\":\"one\"");
        long young = create(",\"label\":\"two\"");

        assertThat(vast.machines()).hasSize(2);
        SimulatedMachine first = vast.machines().getFirst();
        assertThat(first.ref()).isEqualTo(Long.toString(up));
        assertThat(first.label()).isEqualTo("one");
        assertThat(first.state()).isEqualTo("running");
        assertThat(first.sshPort()).isEqualTo(sshPort(instance(up)));
        SimulatedMachine second = vast.machines().get(1);
        assertThat(second.ref()).isEqualTo(Long.toString(young));
        assertThat(second.state()).isEqualTo("unreached");
        assertThat(second.pid()).isNull();
    }

    @Test
    void unknownMachineIsRefused() {
        assertThatThrownBy(() -> vast.vanish("1", 0)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> vast.outbid("x")).isInstanceOf(NoSuchElementException.class);
    }
}
