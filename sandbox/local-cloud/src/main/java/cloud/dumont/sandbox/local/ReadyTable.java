package cloud.dumont.sandbox.local;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one table that a newcomer sees when all is ready. */
final class ReadyTable {
    private ReadyTable() {}

    static String of(Endpoints at, double seconds) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Dashboard and API", at.gateway());
        rows.put("SSH jump host", at.ssh().host() + ":" + at.ssh().port());
        rows.put("Mail inbox", at.mail());
        rows.put("Control API", at.control());
        at.simulators().forEach((vendor, simulator) -> rows.put("Simulator " + vendor, simulator.url()));
        rows.put(
                "PostgreSQL",
                at.postgres().host() + ":" + at.postgres().port() + ", database "
                        + at.postgres().database());
        rows.put("Redis", at.redis().host() + ":" + at.redis().port());
        rows.put("Machines", at.machines() + " mode");
        rows.put("Log in as", at.user().email() + "  password  " + at.user().password());
        rows.put(
                "Operator",
                at.operator().email() + "  password  " + at.operator().password());
        StringBuilder table = new StringBuilder("\nDumont Cloud is ready after %.1f s\n\n".formatted(seconds));
        rows.forEach((name, value) -> table.append("  %-19s %s%n".formatted(name, value)));
        return table.toString();
    }
}
