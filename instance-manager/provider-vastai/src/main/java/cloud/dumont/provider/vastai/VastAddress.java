package cloud.dumont.provider.vastai;

import static cloud.dumont.provider.http.LenientJson.integer;
import static cloud.dumont.provider.http.LenientJson.text;

import cloud.dumont.provider.RentedBox.Endpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a box is reachable. External ports are random; the address may carry white space. */
final class VastAddress {
    private static final int SSH = 22;
    private static final int LAST_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
    private static final Pattern TCP_PORT = Pattern.compile("(\\d{1,5})/tcp");

    private VastAddress() {}

    /** Directly if port 22 is mapped, else through the vendor's proxy. */
    static Optional<Endpoint> ssh(JsonNode row, Map<Integer, Endpoint> ports) {
        @Nullable Endpoint direct = ports.get(SSH);
        return direct != null ? Optional.of(direct) : proxy(row);
    }

    /** TCP ports that are mapped to the box's public address. */
    static Map<Integer, Endpoint> ports(JsonNode row) {
        Map<Integer, Endpoint> ports = new TreeMap<>();
        Optional<String> host = host(row, "public_ipaddr");
        if (host.isEmpty() || !row.path("ports").isObject()) {
            return ports;
        }
        row.path("ports").properties().forEach(entry -> {
            var inside = TCP_PORT.matcher(entry.getKey());
            if (inside.matches()) {
                external(entry.getValue())
                        .ifPresent(
                                port -> ports.put(Integer.parseInt(inside.group(1)), new Endpoint(host.get(), port)));
            }
        });
        return ports;
    }

    /** The proxy's port belongs to the notebook when there is one; ssh is the next. */
    private static Optional<Endpoint> proxy(JsonNode row) {
        boolean notebook = text(row, "image_runtype").orElse("").contains("jupyter");
        int port = integer(row, "ssh_port").orElse(0);
        int ssh = port > 0 && notebook ? port + 1 : port;
        return host(row, "ssh_host").filter(host -> isPort(ssh)).map(host -> new Endpoint(host, ssh));
    }

    private static Optional<Integer> external(JsonNode mappings) {
        for (JsonNode mapping : mappings) {
            int port = integer(mapping, "HostPort").orElse(0);
            if (isPort(port)) {
                return Optional.of(port);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> host(JsonNode row, String field) {
        return text(row, field).filter(host -> HOST.matcher(host).matches());
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= LAST_PORT;
    }
}
