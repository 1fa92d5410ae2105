package cloud.dumont.sandbox.gce.vm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The processes behind a virtual machine.
 *
 * @param launches how often they were ordered
 * @param launching they were ordered, and the host has not answered
 * @param address where they are reached; null: they do not run
 * @param sshPort at that address; 0: they do not run
 * @param noticed when the cloud finds out that the host is lost; null: there is nothing to find out
 * @param ran since when; null: they do not run
 */
public record Box(
        int launches,
        boolean launching,
        @Nullable String address,
        int sshPort,
        @Nullable Instant noticed,
        @Nullable Instant ran) {
    static final Box NONE = new Box(0, false, null, 0, null, null);

    Box ordered() {
        return new Box(launches + 1, true, null, 0, null, null);
    }

    Box up(NatAddresses.Endpoint where, Instant now) {
        return new Box(launches, false, where.address(), where.sshPort(), null, now);
    }

    Box gone() {
        return new Box(launches, false, null, 0, null, null);
    }

    Box lost(@Nullable Instant found) {
        return new Box(launches, false, address, sshPort, found, ran);
    }
}
