package cloud.dumont.sandbox.machine;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a vendor asks of the host when it starts a box.
 *
 * <p>Address and external ports are known only to the host, and a vendor tells them to the box in its environment. A value
 * of {@code env} may therefore hold {@code ${address}} and {@code ${port:22}}, the external port of internal port 22. Hosts
 * start their processes with {@link #environment(String, Map)}, never with {@code env} itself.
 *
 * @param ref the vendor's id of the machine; with {@code vendor} the identity of the box and of its disk
 * @param label what the client called it; may be empty
 * @param diskGb size of the disk that the box must show
 * @param onstart script run as root at every start, after the environment is set; may be empty
 * @param authorizedKeys public keys of root's {@code authorized_keys}, one line each
 * @param exposedPorts internal TCP ports to map; always contains 22
 * @param sshDelay how long sshd stays closed after the start
 * @param requestedSshPort the external port wanted for 22, 0 for any; only a wish: a host takes another one when it is busy
 */
public record MachineOrder(
        String vendor,
        String ref,
        String label,
        String hostname,
        GpuFacts gpus,
        int diskGb,
        Map<String, String> env,
        String onstart,
        List<String> authorizedKeys,
        List<Integer> exposedPorts,
        Duration sshDelay,
        int requestedSshPort) {
    private static final Pattern PORT = Pattern.compile("\\$\\{port:(\\d+)}");

    public MachineOrder {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        authorizedKeys = List.copyOf(authorizedKeys);
        exposedPorts = List.copyOf(exposedPorts);
    }

    /** The environment with {@code ${address}} and every {@code ${port:N}} replaced; a port not mapped becomes empty. */
    public Map<String, String> environment(String address, Map<Integer, Integer> ports) {
        Map<String, String> resolved = new LinkedHashMap<>();
        env.forEach((name, value) -> resolved.put(name, resolve(value, address, ports)));
        return resolved;
    }

    private static String resolve(String value, String address, Map<Integer, Integer> ports) {
        return PORT.matcher(value.replace("${address}", address)).replaceAll(match -> {
            Integer external = ports.get(Integer.parseInt(match.group(1)));
            return external == null ? "" : Matcher.quoteReplacement(external.toString());
        });
    }
}
