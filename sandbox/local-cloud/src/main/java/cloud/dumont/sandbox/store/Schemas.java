package cloud.dumont.sandbox.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The database as an operator prepares it before the first service starts: one role and one schema per service, and no
 * service sees another's. Done at every start; what is there already stays.
 */
public final class Schemas {
    /** The one database. */
    public static final String DATABASE = "dumont";

    private Schemas() {}

    /** A service's own role and schema; names are plain identifiers. */
    public record Owner(String role, String schema, String password) {}

    public static void prepare(PostgresServer server, List<Owner> owners) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                run(connection, "CREATE DATABASE " + DATABASE);
            }
            run(connection, "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
        }
        try (Connection connection = server.connect(DATABASE)) {
            run(connection, "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public");
            run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
            for (Owner owner : owners) {
                prepare(connection, owner);
            }
        }
    }

    private static void prepare(Connection connection, Owner owner) throws SQLException {
        String role = owner.role();
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
            run(connection, "CREATE ROLE " + role + " LOGIN");
        }
        run(connection, "ALTER ROLE " + role + " PASSWORD '" + owner.password().replace("'", "''") + "'");
        run(connection, "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + role);
        run(connection, "GRANT USAGE ON SCHEMA public TO " + role);
        run(connection, "CREATE SCHEMA IF NOT EXISTS " + owner.schema() + " AUTHORIZATION " + role);
        run(connection, "ALTER ROLE " + role + " SET search_path = " + owner.schema() + ", public");
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
