package cloud.dumont.sandbox.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One rented machine as the control API lists it. What only a running box has is null while it does not run.
 *
 * @param state the vendor's word for it, {@code unreached} before there is one
 */
public record SimulatedMachine(
        String vendor,
        String ref,
        String label,
        String state,
        String gpu,
        @JsonProperty("num_gpus") int gpus,
        boolean spot,
        @Nullable String mode,
        @Nullable String address,
        @JsonProperty("ssh_port") @Nullable Integer sshPort,
        @Nullable Long pid,
        @Nullable String root,
        @JsonProperty("started_at") @Nullable Instant startedAt) {

    /** @param machine its box; null: it does not run */
    public static SimulatedMachine of(
            String vendor,
            String ref,
            String label,
            String state,
            String gpu,
            int gpus,
            boolean spot,
            @Nullable Machine machine) {
        return new SimulatedMachine(
                vendor,
                ref,
                label,
                state,
                gpu,
                gpus,
                spot,
                machine == null ? null : machine.mode(),
                machine == null ? null : machine.address(),
                machine == null ? null : machine.ports().get(22),
                machine == null ? null : machine.pid(),
                machine == null ? null : machine.root(),
                machine == null ? null : machine.startedAt());
    }
}
