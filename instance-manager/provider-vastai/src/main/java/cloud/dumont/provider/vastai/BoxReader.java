package cloud.dumont.provider.vastai;

import static cloud.dumont.provider.http.LenientJson.epochSeconds;
import static cloud.dumont.provider.http.LenientJson.text;
import static cloud.dumont.provider.http.LenientJson.whole;

import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.RentedBox.Status;
import cloud.dumont.provider.http.Redaction;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** One instance as reads and lists show it. Its secrets (tokens, keys, environment) are never looked at. */
final class BoxReader {
    private BoxReader() {}

    /** Empty when the row does not even say which instance it is. */
    static Optional<RentedBox> box(JsonNode row) {
        OptionalLong id = whole(row, "id");
        if (id.isEmpty() || id.getAsLong() < 1) {
            return Optional.empty();
        }
        Status status = VastStatus.of(row);
        boolean reachable = status == Status.RUNNING || status == Status.DEGRADED;
        Map<Integer, Endpoint> ports = reachable ? VastAddress.ports(row) : Map.of();
        return Optional.of(new RentedBox(
                Long.toString(id.getAsLong()),
                text(row, "label").orElse(""),
                status,
                statusText(row),
                VastPrice.ofBox(row).orElse(null),
                reachable ? VastAddress.ssh(row, ports).orElse(null) : null,
                ports,
                text(row, "machine_id").orElse(null),
                epochSeconds(row, "start_date").orElse(null)));
    }

    private static String statusText(JsonNode row) {
        return Redaction.clean(
                text(row, "status_msg").or(() -> text(row, "actual_status")).orElse("waiting for the host"));
    }
}
