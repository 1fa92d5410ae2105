package cloud.dumont.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** As in production: a role that owns its schema and nothing else. */
class MigrationsTest {
    private final TestPostgres.Database database = TestPostgres.newDatabase();
    private final String role = "billing_" + UUID.randomUUID().toString().replace("-", "");

    private Flyway migrations() {
        return Flyway.configure()
                .dataSource(database.url(), role, "secret")
                .schemas("billing")
                .defaultSchema("billing")
                .locations("classpath:db/outbox", "classpath:db/migration")
                .load();
    }

    private void asAdministrator(String... statements) throws Exception {
        try (Connection admin = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aPlainRoleMigratesWhenTheExtensionIsThereAndCannotTouchHistory() throws Exception {
        asAdministrator(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "CREATE EXTENSION btree_gist SCHEMA public",
                "CREATE SCHEMA billing AUTHORIZATION " + role);
        assertThat(migrations().migrate().success).isTrue();
        try (Connection connection = DriverManager.getConnection(database.url(), role, "secret");
                Statement statement = connection.createStatement()) {
            connection.setSchema("billing");
            UUID user = UUID.randomUUID();
            statement.execute("SELECT open_wallet('" + user + "', 'usr_x')");
            for (String table : new String[] {"transactions", "entries", "accounts", "wallets"}) {
                assertThatThrownBy(() -> statement.execute("DELETE FROM " + table))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() -> statement.execute("TRUNCATE " + table))
                        .hasMessageContaining("permission denied");
            }
            statement.execute("""
                    SELECT post_transaction(gen_random_uuid(), '%s', 'promo', 'k', 5, NULL, 'gift', '{}', now(), now(),
                                            ARRAY['contra:goodwill', 'promo:usr_x'], ARRAY[5, -5]::bigint[], ARRAY[0, 0]::bigint[])
                    """.formatted(user));
            try (ResultSet row =
                    statement.executeQuery("SELECT balance_micros FROM accounts WHERE code = 'promo:usr_x'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(5);
            }
        }
    }

    @Test
    void withoutTheExtensionItSaysWhatIsMissing() throws Exception {
        asAdministrator(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'", "CREATE SCHEMA billing AUTHORIZATION " + role);
        assertThatThrownBy(() -> migrations().migrate()).hasMessageContaining("btree_gist is missing");
    }
}
