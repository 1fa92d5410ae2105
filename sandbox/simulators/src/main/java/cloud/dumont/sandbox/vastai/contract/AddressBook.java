package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.PortRelay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says at which address a box is reached. A box that has moved is reached at another loopback address, through relays that
 * live exactly as long as the box.
 */
public final class AddressBook implements AutoCloseable {
    private static final int FIRST_HOST = 2;
    private static final int LAST_HOST = 250;

    private final Map<String, List<PortRelay>> relays = new HashMap<>();
    private int nextHost = FIRST_HOST;

    synchronized Endpoint endpoint(Machine machine, boolean moves) {
        forget(machine.ref());
        return moves ? moved(machine) : new Endpoint(machine.address(), machine.ports());
    }

    private Endpoint moved(Machine machine) {
        String address = "127.0.0." + nextHost;
        nextHost = nextHost == LAST_HOST ? FIRST_HOST : nextHost + 1;
        List<PortRelay> opened = new ArrayList<>();
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        relays.put(machine.ref(), opened);
        try {
            for (var mapping : machine.ports().entrySet()) {
                PortRelay relay = PortRelay.open(address, 0, machine.address(), mapping.getValue());
                opened.add(relay);
                ports.put(mapping.getKey(), relay.port());
            }
        } catch (IOException failed) {
            // some systems have no more than one loopback address: there the ports alone are new
            forget(machine.ref());
            return new Endpoint(machine.address(), machine.ports());
        }
        return new Endpoint(address, ports);
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
