package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.control.ControlApi;
import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.os.Folders;
import cloud.dumont.sandbox.os.FreePort;
import cloud.dumont.sandbox.secret.Secrets;
import cloud.dumont.sandbox.secret.ServiceKeys;
import cloud.dumont.sandbox.service.CacheTraining;
import cloud.dumont.sandbox.service.ServiceEnvironment;
import cloud.dumont.sandbox.service.ServiceSpec;
import cloud.dumont.sandbox.service.Services;
import cloud.dumont.sandbox.store.PostgresServer;
import cloud.dumont.sandbox.store.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole cloud on this machine: stores, simulated vendor with real boxes, inbox, control API and every service in its
 * own process. {@code ./dumont up}, end-to-end tests and benchmarks all start it here.
 */
public final class LocalCloud implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final LocalCloudConfig config;
    private final Consumer<String> progress;
    private final InstantSource clock;
    private final Secrets secrets;
    private final Closing closing = new Closing();
    private final Roster roster;

    private LocalCloud(LocalCloudConfig config, Consumer<String> progress, InstantSource clock) throws IOException {
        this.config = config;
        this.progress = progress;
        this.clock = clock;
        this.secrets = new Secrets(config.state().resolve("secrets"));
        try {
            this.roster = open();
        } catch (IOException | RuntimeException failed) {
            closing.close();
            throw failed;
        }
    }

    /** Starts everything and waits until it is ready; fails with one sentence of why, and then leaves nothing running. */
    public static LocalCloud start(LocalCloudConfig config) throws IOException {
        return start(config, line -> {});
    }

    /** As {@link #start(LocalCloudConfig)}, with a line of progress per step. */
    public static LocalCloud start(LocalCloudConfig config, Consumer<String> progress) throws IOException {
        return new LocalCloud(config, progress, InstantSource.system());
    }

    /** Where everything is; process ids as of now. */
    public Endpoints endpoints() {
        return roster.endpoints();
    }

    /** Stops everything; state stays for the next start. */
    @Override
    public void close() {
        closing.close();
    }

    private Roster open() throws IOException {
        RunRecord record = takeState();
        Foundation base = Foundation.open(config, secrets, closing, clock, progress);
        Topology topology = new Topology(config, secrets, new ServiceKeys(secrets));
        ServiceEnvironment environment = topology.environment(
                base.postgres(), base.agentUrl(), base.vastai().url(), base.store());
        prepareDatabase(base.postgres(), topology, environment);
        Services services = new Services(topology.started());
        services.lay(config.repository(), config.run(), config::log, environment, clock);
        closing.add(services::stop);

        Map<String, Daemon> daemons = new LinkedHashMap<>(services.daemons());
        daemons.put("postgres", base.postgres().daemon());
        daemons.put("redis", base.redis().daemon());
        Roster started = closing.add(new Roster(record, new EndpointsFile(config.run()), daemons));
        started.changed();
        services.start(line -> {
            progress.accept(line);
            started.changed();
        });
        ControlApi control = closing.add(openControl(base, started));
        Accounts accounts = new Accounts(secrets);
        if (daemons.containsKey(Services.GATEWAY)) {
            String gateway = "http://" + LOOPBACK + ":" + config.ports().gateway();
            new SandboxUser(gateway, base.inbox(), secrets.file("user-verified")).ensure(accounts.user());
        }
        started.publish(endpoints(base, control, accounts, started.pids()));
        trainCaches(services, environment);
        return started;
    }

    private RunRecord takeState() throws IOException {
        Files.createDirectories(config.state());
        RunRecord record = closing.add(RunRecord.take(config.run()));
        List<String> swept = record.sweep();
        if (!swept.isEmpty()) {
            progress.accept("ended what a killed sandbox left: " + String.join(", ", swept));
        }
        if (config.fresh()) {
            for (String part : List.of("postgres", "redis", "machines", "secrets", "vastai", "gce", "r2", "logs")) {
                Folders.delete(config.state().resolve(part));
            }
        }
        Files.createDirectories(config.logs());
        requireFreePorts();
        return record;
    }

    /** Services that run elsewhere may run already. */
    private void requireFreePorts() throws IOException {
        List<String> taken = new ArrayList<>();
        config.ports().ofServers().forEach((server, ports) -> {
            if (!config.without().contains(server)) {
                ports.stream()
                        .filter(port -> !FreePort.isFree(port))
                        .forEach(port -> taken.add(port + " (" + server + ")"));
            }
        });
        if (!taken.isEmpty()) {
            throw new IOException("other programs hold ports of the sandbox: " + String.join(", ", taken)
                    + "; stop them or choose another block with --port-base");
        }
    }

    private static void prepareDatabase(PostgresServer postgres, Topology topology, ServiceEnvironment environment)
            throws IOException {
        List<Schemas.Owner> owners = new ArrayList<>();
        for (ServiceSpec service : topology.all()) {
            String password = environment.secrets().read(environment.databasePassword(service));
            owners.add(new Schemas.Owner(service.role(), service.schema(), password));
        }
        try {
            Schemas.prepare(postgres, owners);
        } catch (SQLException failed) {
            throw new IOException("the database cannot be prepared: " + failed.getMessage(), failed);
        }
    }

    private ControlApi openControl(Foundation base, Roster started) throws IOException {
        ControlApi.Lives lives = new ControlApi.Lives(
                started.daemons(),
                Map.of("postgres", base.postgres()::start, "redis", base.redis()::start),
                started::changed);
        return ControlApi.start(config.ports().control(), base.vastai(), base.gce(), base.r2(), base.host(), lives);
    }

    private Endpoints endpoints(Foundation base, ControlApi control, Accounts accounts, Map<String, Long> pids)
            throws IOException {
        Ports ports = config.ports();
        String vastaiKey = secrets.read(secrets.password("vastai-api-key"));
        return new Endpoints(
                "http://" + LOOPBACK + ":" + ports.gateway(),
                new Endpoints.Address(LOOPBACK, ports.ssh()),
                control.url(),
                Map.of(
                        "vastai",
                        Endpoints.Simulator.vendor(base.vastai().url(), vastaiKey),
                        "gce",
                        Endpoints.Simulator.vendor(base.gce().url(), secrets.read(secrets.password("gce-token"))),
                        "r2",
                        new StoreAccount(secrets).endpoint(base.r2().url())),
                base.database(ports, secrets),
                new Endpoints.Address(LOOPBACK, ports.redis()),
                base.inbox().url(),
                new Endpoints.Address(LOOPBACK, ports.smtp()),
                accounts.user(),
                accounts.operator(),
                base.host().mode(),
                base.agentUrl(),
                pids);
    }

    private void trainCaches(Services services, ServiceEnvironment environment) {
        if (config.trainCaches()) {
            Thread training = Thread.ofPlatform()
                    .daemon()
                    .name("cache-training")
                    .start(new CacheTraining(services, environment, config.log("cache-training")));
            closing.add(training::interrupt);
        }
    }
}
