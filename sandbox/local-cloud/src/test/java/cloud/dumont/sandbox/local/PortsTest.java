package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void the_default_base_has_the_documented_ports() {
        Ports ports = new Ports(Ports.DEFAULT_BASE);

        assertThat(ports.gateway()).isEqualTo(8080);
        assertThat(ports.ssh()).isEqualTo(2222);
        assertThat(ports.instanceManager()).isEqualTo(18001);
        assertThat(ports.instanceManagerManagement()).isEqualTo(18011);
        assertThat(ports.billing()).isEqualTo(18002);
        assertThat(ports.monitoring()).isEqualTo(18003);
        assertThat(ports.gatewayManagement()).isEqualTo(18010);
        assertThat(ports.control()).isEqualTo(18100);
        assertThat(ports.vastai()).isEqualTo(18101);
        assertThat(ports.r2()).isEqualTo(18105);
        assertThat(ports.smtp()).isEqualTo(18108);
        assertThat(ports.mail()).isEqualTo(18109);
        assertThat(ports.postgres()).isEqualTo(18201);
        assertThat(ports.redis()).isEqualTo(18202);
    }

    @Test
    void another_base_moves_the_block_and_the_front_ports() {
        Ports ports = new Ports(28_000);

        assertThat(ports.gateway()).isEqualTo(28_080);
        assertThat(ports.ssh()).isEqualTo(28_022);
        assertThat(ports.control()).isEqualTo(28_100);
    }

    @Test
    void no_two_things_share_a_port() {
        for (int base : new int[] {Ports.DEFAULT_BASE, 28_000}) {
            Ports ports = new Ports(base);
            List<Integer> all =
                    ports.ofServers().values().stream().flatMap(List::stream).toList();
            assertThat(all).doesNotHaveDuplicates();
            assertThat(all).doesNotContain(ports.postgres(), ports.redis());
        }
    }

    @Test
    void bases_a_block_apart_share_neither_port_nor_subnet() {
        for (int base = 1_024; base + Ports.BLOCK <= 52_000; base += 7) {
            Ports one = new Ports(base);
            Ports next = new Ports(base + Ports.BLOCK);
            assertThat(one.subnet()).isBetween(0, 255).isNotEqualTo(next.subnet());
            assertThat(one.redis()).isLessThan(next.instanceManager());
        }
    }

    @Test
    void a_base_without_room_is_refused() {
        assertThatThrownBy(() -> new Ports(80)).hasMessageContaining("between 1024 and 52000");
        assertThatThrownBy(() -> new Ports(65_000)).isInstanceOf(IllegalArgumentException.class);
    }
}
