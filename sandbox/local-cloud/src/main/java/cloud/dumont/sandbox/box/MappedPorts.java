package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.os.FreePort;
import cloud.dumont.sandbox.os.TcpRelay;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The external ports of one box: a relay on 127.0.0.1 for each port that the order exposes. */
final class MappedPorts implements AutoCloseable {
    private static final int FIRST = 40_000;
    private static final int COUNT = 10_000;
    private static final int TRIES = 200;

    private final Map<Integer, TcpRelay> relays;

    private MappedPorts(Map<Integer, TcpRelay> relays) {
        this.relays = relays;
    }

    static MappedPorts open(String address, List<Integer> exposed, int wantedSshPort) throws IOException {
        MappedPorts ports = new MappedPorts(new TreeMap<>());
        try {
            for (int internal : exposed) {
                if (!ports.relays.containsKey(internal)) {
                    InetSocketAddress target = new InetSocketAddress(address, internal);
                    ports.relays.put(internal, relay(target, internal == 22 ? wantedSshPort : 0));
                }
            }
            return ports;
        } catch (IOException failed) {
            ports.close();
            throw failed;
        }
    }

    /** A random port of the range that boxes get, free at this moment. */
    static int anyFree() throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = random();
            if (FreePort.isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + (FIRST + COUNT - 1));
    }

    Map<Integer, Integer> numbers() {
        Map<Integer, Integer> numbers = new HashMap<>();
        relays.forEach((internal, relay) -> numbers.put(internal, relay.port()));
        return numbers;
    }

    private static TcpRelay relay(InetSocketAddress target, int wanted) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = attempt == 0 && wanted > 0 && wanted < 65_536 ? wanted : random();
            try {
                return TcpRelay.open(new InetSocketAddress("127.0.0.1", port), target);
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + (FIRST + COUNT - 1));
    }

    private static int random() {
        return FIRST + RandomGenerator.getDefault().nextInt(COUNT);
    }

    @Override
    public void close() {
        relays.values().forEach(TcpRelay::close);
    }
}
