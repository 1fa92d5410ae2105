package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.PortRelay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * External addresses. Each running machine has a loopback address of its own, at which its ports have their own numbers, as an
 * external address has; only SSH may have another one, where 22 is not to be had. They change with each start. Where there are
 * no such addresses to be had, a machine has the host's own, with the host's port for SSH and no other port.
 */
public final class NatAddresses implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NatAddresses.class.getName());
    private static final int FIRST_HOST = 2;
    private static final int LAST_HOST = 250;
    private final int sshPort;
    private final Map<String, List<PortRelay>> relays = new HashMap<>();
    private int nextHost = FIRST_HOST;

    /** Where a machine is reached, and where its sshd is there. */
    record Endpoint(String address, int sshPort) {}

    /** @param sshPort at which port 22 of a machine is reached */
    public NatAddresses(int sshPort) {
        this.sshPort = sshPort;
    }

    synchronized Endpoint take(Machine machine) {
        forget(machine.ref());
        List<PortRelay> opened = new ArrayList<>();
        relays.put(machine.ref(), opened);
        for (int tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
            String address = "127.0.1." + nextHost;
            nextHost = nextHost == LAST_HOST ? FIRST_HOST : nextHost + 1;
            if (opens(address, machine, opened)) {
                return new Endpoint(address, sshPort);
            }
        }
        LOG.log(System.Logger.Level.WARNING, "no address for " + machine.ref());
        return new Endpoint(machine.address(), machine.ports().getOrDefault(Vm.SSH, sshPort));
    }

    private boolean opens(String address, Machine machine, List<PortRelay> opened) {
        try {
            for (Map.Entry<Integer, Integer> port : machine.ports().entrySet()) {
                int outside = port.getKey() == Vm.SSH ? sshPort : port.getKey();
                opened.add(PortRelay.open(address, outside, machine.address(), port.getValue()));
            }
            return true;
        } catch (IOException taken) {
            opened.forEach(PortRelay::close);
            opened.clear();
            return false;
        }
    }

    public synchronized void forget(String ref) {
        List<PortRelay> open = relays.remove(ref);
        if (open != null) {
            open.forEach(PortRelay::close);
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(relays.keySet()).forEach(this::forget);
    }
}
