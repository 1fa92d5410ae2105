package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.vastai.contract.Contract;
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

    static SimulatedMachine of(String vendor, Contract contract, @Nullable Machine machine) {
        String word = contract.phase().word();
        return new SimulatedMachine(
                vendor,
                contract.ref(),
                contract.labelText(),
                word == null ? "unreached" : word,
                contract.rental().facts().model().name(),
                contract.rental().gpus(),
                contract.rental().spot(),
                machine == null ? null : machine.mode(),
                machine == null ? null : machine.address(),
                machine == null ? null : machine.ports().get(22),
                machine == null ? null : machine.pid(),
                machine == null ? null : machine.root(),
                machine == null ? null : machine.startedAt());
    }
}
