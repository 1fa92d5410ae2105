package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.secret.Secrets;
import cloud.dumont.sandbox.secret.ServiceKeys;
import cloud.dumont.sandbox.service.ServiceEnvironment;
import cloud.dumont.sandbox.service.ServiceSpec;
import cloud.dumont.sandbox.service.Services;
import cloud.dumont.sandbox.service.StoreSettings;
import cloud.dumont.sandbox.store.PostgresServer;
import cloud.dumont.sandbox.store.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which services there are and where they are. */
final class Topology {
    private final LocalCloudConfig config;
    private final Secrets secrets;
    private final ServiceKeys keys;
    private final List<ServiceSpec> all;

    Topology(LocalCloudConfig config, Secrets secrets, ServiceKeys keys) throws IOException {
        this.config = config;
        this.secrets = secrets;
        this.keys = keys;
        this.all = all(config.ports());
        Set<String> names = all.stream().map(ServiceSpec::name).collect(Collectors.toSet());
        for (String unwanted : config.without()) {
            if (!names.contains(unwanted)) {
                throw new IllegalArgumentException("there is no service " + unwanted + "; there are " + names);
            }
        }
        keys.prepare(all.stream().map(ServiceSpec::name).toList());
    }

    /** In the order of starting. */
    private static List<ServiceSpec> all(Ports ports) {
        return List.of(
                new ServiceSpec(
                        Services.BILLING,
                        Path.of("billing-service"),
                        "billing-service",
                        ports.billing(),
                        ports.billingManagement(),
                        "billing",
                        "billing"),
                new ServiceSpec(
                        Services.MONITORING,
                        Path.of("monitoring-service"),
                        "monitoring-service",
                        ports.monitoring(),
                        ports.monitoringManagement(),
                        "monitoring",
                        "monitoring"),
                new ServiceSpec(
                        Services.INSTANCE_MANAGER,
                        Path.of("instance-manager", "service"),
                        "instance-manager",
                        ports.instanceManager(),
                        ports.instanceManagerManagement(),
                        "instance_manager",
                        "instances"),
                new ServiceSpec(
                        Services.GATEWAY,
                        Path.of("gateway"),
                        "gateway",
                        ports.gateway(),
                        ports.gatewayManagement(),
                        "gateway",
                        "identity"));
    }

    List<ServiceSpec> all() {
        return all;
    }

    /** Those that this sandbox runs itself. */
    List<ServiceSpec> started() {
        return all.stream()
                .filter(service -> !config.without().contains(service.name()))
                .toList();
    }

    ServiceEnvironment environment(PostgresServer postgres, String agentUrl, String vastaiUrl, StoreSettings store)
            throws IOException {
        Ports ports = config.ports();
        boolean agentNeeded = !started().isEmpty();
        return new ServiceEnvironment(
                "sandbox" + ports.base(),
                postgres.url(Schemas.DATABASE),
                ports.redis(),
                "http://127.0.0.1:" + ports.gateway(),
                agentUrl,
                ports.ssh(),
                ports.smtp(),
                vastaiUrl,
                new ServiceEnvironment.Gcp(
                        "http://127.0.0.1:" + ports.gce(),
                        Foundation.GCE_PROJECT,
                        "global/networks/dumont",
                        ports.gceSsh()),
                store,
                Accounts.OPERATOR,
                config.repository().resolve("frontend/dist"),
                agentNeeded ? AgentArchive.lay(config.repository(), config.run()) : config.run(),
                all.stream().collect(Collectors.toMap(ServiceSpec::name, Function.identity())),
                secrets,
                keys);
    }
}
