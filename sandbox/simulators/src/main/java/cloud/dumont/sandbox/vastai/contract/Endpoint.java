package cloud.dumont.sandbox.vastai.contract;

import java.util.Map;

/** Where a running box is reached: one address, internal to external TCP ports. */
public record Endpoint(String address, Map<Integer, Integer> ports) {
    public Endpoint {
        ports = Map.copyOf(ports);
    }
}
