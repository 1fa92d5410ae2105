package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.machine.GpuFacts;
import cloud.dumont.sandbox.machine.MachineOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a virtual machine into an order for its box. */
final class VmOrder {
    private static final GpuFacts NO_GPU = new GpuFacts("", 0, 0, "", "");
    private static final List<Integer> PORTS = List.of(Vm.SSH, 8080, 8888);

    private VmOrder() {}

    /** Its startup script runs at each start. Only keys of root are of use in a box, whatever user they are for. */
    static MachineOrder of(String vendor, Vm vm, Duration sshDelay) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("GCE_INSTANCE", vm.name());
        env.put("GCE_ZONE", vm.zone());
        return new MachineOrder(
                vendor,
                vm.ref(),
                vm.name(),
                vm.name(),
                NO_GPU,
                Math.toIntExact(Math.min(vm.diskGb(), Integer.MAX_VALUE)),
                env,
                vm.settings().metadata().getOrDefault("startup-script", ""),
                keys(vm.settings().metadata().getOrDefault("ssh-keys", "")),
                PORTS,
                sshDelay,
                0);
    }

    /** Lines are {@code user:type key comment}. */
    private static List<String> keys(String text) {
        List<String> keys = new ArrayList<>();
        for (String line : text.split("\n")) {
            int user = line.indexOf(':');
            if (user > 0 && user < line.indexOf(' ')) {
                keys.add(line.substring(user + 1).strip());
            }
        }
        return keys;
    }
}
