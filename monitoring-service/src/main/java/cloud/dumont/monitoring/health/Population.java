package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.PlacementId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the watched placements are, counted. */
@Component
public class Population {
    private static final String WHEREABOUTS = """
            SELECT h.zone AS vendor, coalesce(h.region, '') AS region, coalesce(h.host, '') AS host,
                   coalesce(a.agent_version, '') AS agent_version, h.standby
            """;
    private static final String FROM = " FROM health h LEFT JOIN agents a USING (placement_id) ";
    private final JdbcClient jdbc;

    Population(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** So many placements share these. @param silent so many of them are not heard of right now */
    public record Group(Whereabouts whereabouts, int count, int silent) {}

    /** Everybody who is watched and not given up. Reads every row. */
    public List<Group> all() {
        return jdbc.sql(WHEREABOUTS + ", count(*) AS n, 0 AS silent" + FROM
                        + "WHERE h.expected AND h.phase <> 'lost' GROUP BY 1, 2, 3, 4, 5")
                .query(Population::group)
                .list();
    }

    /**
     * Who is not heard of, and who became suspect lately, whatever became of it.
     *
     * @param since that counts as lately
     * @param countedAt when all were counted: who was given up since then is among them
     */
    public List<Group> suspects(Instant since, Instant countedAt) {
        return jdbc.sql(WHEREABOUTS + """
                        , count(*) AS n, count(*) FILTER (WHERE h.phase <> 'healthy') AS silent
                        """ + FROM + """
                        WHERE h.suspected_at > :since OR (h.expected AND h.phase IN ('suspect', 'held'))
                           OR (h.phase = 'lost' AND h.since > :counted)
                        GROUP BY 1, 2, 3, 4, 5
                        """)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("counted", countedAt.atOffset(ZoneOffset.UTC))
                .query(Population::group)
                .list();
    }

    public Optional<Whereabouts> of(PlacementId placement) {
        return jdbc.sql(WHEREABOUTS + FROM + "WHERE h.placement_id = :placement")
                .param("placement", placement.value())
                .query(Population::whereabouts)
                .optional();
    }

    private static Group group(ResultSet row, int n) throws SQLException {
        return new Group(whereabouts(row, n), row.getInt("n"), row.getInt("silent"));
    }

    private static Whereabouts whereabouts(ResultSet row, int n) throws SQLException {
        return new Whereabouts(
                row.getString("vendor"),
                row.getString("region"),
                row.getString("host"),
                row.getString("agent_version"),
                row.getString("standby"));
    }
}
