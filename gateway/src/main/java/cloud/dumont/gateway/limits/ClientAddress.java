package cloud.dumont.gateway.limits;

/** The part of an address that stands for one customer: an IPv4 address, or the first 64 bits of an IPv6 one. */
public final class ClientAddress {
    private ClientAddress() {}

    /** @param address numeric, as the server sees it */
    public static String bucket(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String plain = address.replaceAll("%.*$", "");
        String[] halves = plain.split("::", 2);
        String[] head = halves[0].isEmpty() ? new String[0] : halves[0].split(":");
        int tail = halves.length < 2 || halves[1].isEmpty() ? 0 : halves[1].split(":").length;
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            boolean zeros = i >= head.length && i < 8 - tail;
            String group = i < head.length ? head[i] : zeros ? "0" : halves[1].split(":")[i - (8 - tail)];
            network.append(Integer.toHexString(Integer.parseInt(group, 16))).append(':');
        }
        return network + ":/64";
    }
}
