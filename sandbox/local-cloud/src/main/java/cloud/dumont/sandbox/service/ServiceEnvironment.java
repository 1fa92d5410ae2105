package cloud.dumont.sandbox.service;

import cloud.dumont.sandbox.secret.Secrets;
import cloud.dumont.sandbox.secret.ServiceKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of the services: the keys that production sets too, with this sandbox's values.
 *
 * @param environmentName written into labels at vendors, so that two sandboxes never touch each other's machines
 * @param agentUrl where boxes reach the gateway
 * @param store the object store of the backups
 * @param agentArchives folder with the agent's archive and its checksum
 */
public record ServiceEnvironment(
        String environmentName,
        String databaseUrl,
        int redisPort,
        String publicUrl,
        String agentUrl,
        int sshPort,
        int smtpPort,
        String vastaiUrl,
        Gcp gcp,
        StoreSettings store,
        String operatorEmail,
        Path dashboard,
        Path agentArchives,
        Map<String, ServiceSpec> services,
        Secrets secrets,
        ServiceKeys keys) {
    /** The simulated cloud of the standbys. */
    public record Gcp(String url, String project, String network, int sshPort) {}

    /** What a new user gets, in USD. */
    public static final String WELCOME_CREDIT = "25.00";

    /** Name of the agent's archive in {@link #agentArchives}. */
    public static final String AGENT_ARCHIVE = "dumont-agent-linux-x86_64.tar.gz";

    /** The simulator's intervals between calls are this part of the real vendor's. */
    private static final String VASTAI_PACE = "0.2";

    private static final String LOOPBACK = "127.0.0.1";

    /** Everything that one service gets. */
    public Map<String, String> of(ServiceSpec service) throws IOException {
        Map<String, String> environment = common(service);
        switch (service.name()) {
            case Services.GATEWAY -> gateway(environment);
            case Services.INSTANCE_MANAGER -> instanceManager(environment);
            case Services.BILLING -> environment.put("DUMONT_BILLING_WELCOME_CREDIT", WELCOME_CREDIT);
            case Services.MONITORING -> monitoring(environment);
            default -> throw new IllegalArgumentException("no such service: " + service.name());
        }
        return environment;
    }

    private Map<String, String> common(ServiceSpec service) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SERVER_PORT", Integer.toString(service.port()));
        environment.put("SERVER_ADDRESS", LOOPBACK);
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(service.managementPort()));
        environment.put("MANAGEMENT_SERVER_ADDRESS", LOOPBACK);
        environment.put("SPRING_DATASOURCE_URL", databaseUrl);
        environment.put("SPRING_DATASOURCE_USERNAME", service.role());
        environment.put("SPRING_DATASOURCE_PASSWORD", secrets.read(databasePassword(service)));
        environment.put("SPRING_DATA_REDIS_HOST", LOOPBACK);
        environment.put("SPRING_DATA_REDIS_PORT", Integer.toString(redisPort));
        environment.put("DUMONT_ENV", environmentName);
        environment.put("DUMONT_PUBLIC_URL", publicUrl);
        environment.put("DUMONT_AGENT_URL", agentUrl);
        environment.put("DUMONT_SSH_PUBLIC_HOST", LOOPBACK);
        environment.put("DUMONT_SSH_PORT", Integer.toString(sshPort));
        environment.put("DUMONT_PEERS_GATEWAY", url(Services.GATEWAY));
        environment.put("DUMONT_PEERS_INSTANCE_MANAGER", url(Services.INSTANCE_MANAGER));
        environment.put("DUMONT_PEERS_BILLING", url(Services.BILLING));
        environment.put("DUMONT_PEERS_MONITORING", url(Services.MONITORING));
        environment.put(
                "DUMONT_SERVICE_KEY_FILE", keys.privateKey(service.name()).toString());
        environment.put("DUMONT_TRUSTED_KEYS_FILE", keys.trustedKeys().toString());
        return environment;
    }

    /** Where the database password of a service is; made when it is missing. */
    public Path databasePassword(ServiceSpec service) throws IOException {
        return secrets.password("postgres-" + service.role());
    }

    private void gateway(Map<String, String> environment) throws IOException {
        environment.put("DUMONT_SSH_HOST_KEY_FILE", secrets.file("ssh-host-key").toString());
        environment.put(
                "DUMONT_ACCESS_KEY_FILE", secrets.file("access-key.json").toString());
        environment.put("DUMONT_PEPPER_FILE", secrets.key("pepper", 32).toString());
        environment.put("DUMONT_DASHBOARD_DIR", dashboard.toString());
        environment.put("SPRING_MAIL_HOST", LOOPBACK);
        environment.put("SPRING_MAIL_PORT", Integer.toString(smtpPort));
        environment.put("DUMONT_MAIL_FROM", "Dumont Cloud <no-reply@dumont.example>");
        environment.put("DUMONT_AGENT_ARCHIVE_DIR", agentArchives.toString());
        environment.put("DUMONT_OPERATOR_EMAIL", operatorEmail);
        environment.put(
                "DUMONT_OPERATOR_PASSWORD_FILE",
                secrets.password("operator-password").toString());
        // Here everybody has the same address: what holds per address would hold for all users together.
        environment.put("DUMONT_LIMITS_AUTH_IP", "1200/1m");
        environment.put("DUMONT_LIMITS_PUBLIC_IP", "1200/1m");
        environment.put("DUMONT_LIMITS_SSH", "1200/1m");
    }

    private void instanceManager(Map<String, String> environment) throws IOException {
        environment.put("DUMONT_VENDORS_VASTAI_URL", vastaiUrl);
        environment.put("DUMONT_VENDORS_VASTAI_PACE", VASTAI_PACE);
        environment.put(
                "DUMONT_VENDORS_VASTAI_API_KEY_FILE",
                secrets.password("vastai-api-key").toString());
        environment.put("DUMONT_VENDORS_GCP_PROJECT", gcp.project());
        environment.put("DUMONT_VENDORS_GCP_ENDPOINT", gcp.url());
        environment.put("DUMONT_VENDORS_GCP_SSH_PORT", Integer.toString(gcp.sshPort()));
        environment.put(
                "DUMONT_VENDORS_GCP_TOKEN_FILE", secrets.password("gce-token").toString());
        environment.put("DUMONT_VENDORS_GCP_NETWORK", gcp.network());
        environment.put(
                "DUMONT_AGENT_CHECKSUM_FILE",
                agentArchives.resolve(AGENT_ARCHIVE + ".sha256").toString());
        environment.put("DUMONT_KEK_FILE", secrets.key("kek", 32).toString());
        // Boots of simulated boxes are scaled, each kind by itself: their history does not say what is sooner in the
        // world.
        environment.put("DUMONT_FAILOVER_LEASTCASES", "1000000");
        store.into(environment);
    }

    /** What it looks at to see whether it is cut off itself: the store and every vendor. */
    private void monitoring(Map<String, String> environment) {
        environment.put("DUMONT_HEALTH_EXAMINATION_STORE", store.endpoint());
        environment.put("DUMONT_HEALTH_EXAMINATION_VENDORS", vastaiUrl + "," + gcp.url());
    }

    private String url(String name) {
        ServiceSpec service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no such service: " + name);
        }
        return service.url();
    }
}
