package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.box.LocalMachineHost;
import cloud.dumont.sandbox.gce.GceSimulator;
import cloud.dumont.sandbox.gce.GceSimulatorConfig;
import cloud.dumont.sandbox.mail.MailInbox;
import cloud.dumont.sandbox.os.TcpRelay;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.sandbox.secret.Secrets;
import cloud.dumont.sandbox.service.StoreSettings;
import cloud.dumont.sandbox.store.PostgresServer;
import cloud.dumont.sandbox.store.RedisServer;
import cloud.dumont.sandbox.store.Schemas;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.vastai.VastSimulatorConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * All that our services stand on: stores, inbox, machines, the simulated vendor, the simulated object store.
 *
 * @param agentUrl where boxes reach the gateway
 * @param store how the platform uses the object store
 */
record Foundation(
        PostgresServer postgres,
        RedisServer redis,
        MailInbox inbox,
        LocalMachineHost host,
        VastSimulator vastai,
        GceSimulator gce,
        R2Simulator r2,
        String agentUrl,
        StoreSettings store) {
    private static final Duration FAREWELL = Duration.ofSeconds(15);
    private static final String LOOPBACK = "127.0.0.1";
    static final String GCE_PROJECT = "dumont-sandbox";

    /** Opens everything; what is open already when something fails is in {@code closing}. */
    static Foundation open(
            LocalCloudConfig config, Secrets secrets, Closing closing, InstantSource clock, Consumer<String> progress)
            throws IOException {
        Ports ports = config.ports();
        RedisServer redis = new RedisServer(config.state().resolve("redis"), ports.redis(), config.log("redis"), clock);
        closing.add(() -> redis.daemon().stop(FAREWELL));
        redis.start();
        PostgresServer postgres = openPostgres(config, secrets, clock);
        closing.add(() -> postgres.daemon().stop(FAREWELL));
        postgres.start();
        progress.accept("PostgreSQL and Redis ready");

        MailInbox inbox = closing.add(MailInbox.start(ports.smtp(), ports.mail(), clock));
        LocalMachineHost host = closing.add(Hosts.open(config, clock, progress));
        VastSimulator vastai = closing.add(openVastai(config, secrets, host, clock));
        GceSimulator gce = closing.add(openGce(config, secrets, host, clock));
        StoreAccount account = new StoreAccount(secrets);
        R2Simulator r2 = closing.add(R2Simulator.start(account.config(config), clock));
        String agentUrl = openDoor(ports.gateway(), host.platformAddress(), closing);
        String storeUrl = openDoor(ports.r2(), host.platformAddress(), closing);
        progress.accept("vendor simulator, object store, inbox and machines (" + host.mode() + ") ready");
        return new Foundation(
                postgres, redis, inbox, host, vastai, gce, r2, agentUrl, account.settings(r2.url(), storeUrl));
    }

    private static PostgresServer openPostgres(LocalCloudConfig config, Secrets secrets, InstantSource clock)
            throws IOException {
        return new PostgresServer(
                config.state().resolve("postgres"),
                config.ports().postgres(),
                secrets.read(secrets.password("postgres-superuser")),
                config.log("postgres"),
                clock);
    }

    private static VastSimulator openVastai(
            LocalCloudConfig config, Secrets secrets, LocalMachineHost host, InstantSource clock) throws IOException {
        Path saved = config.state().resolve("vastai").resolve("state.json");
        Files.createDirectories(saved.resolveSibling("."));
        VastSimulatorConfig settings = new VastSimulatorConfig(
                config.ports().vastai(),
                secrets.read(secrets.password("vastai-api-key")),
                config.seed(),
                config.bootScale(),
                saved,
                config.logs().resolve("vastai-requests.jsonl"));
        try {
            return VastSimulator.start(settings, host, clock);
        } catch (JacksonException otherVersion) {
            throw new IOException(
                    "what the simulated vendor saved (" + saved
                            + ") was written by another version: start with --fresh",
                    otherVersion);
        }
    }

    private static GceSimulator openGce(
            LocalCloudConfig config, Secrets secrets, LocalMachineHost host, InstantSource clock) throws IOException {
        Path saved = config.state().resolve("gce").resolve("state.json");
        Files.createDirectories(saved.resolveSibling("."));
        GceSimulatorConfig settings = new GceSimulatorConfig(
                config.ports().gce(),
                GCE_PROJECT,
                secrets.read(secrets.password("gce-token")),
                config.seed(),
                config.bootScale(),
                config.ports().gceSsh(),
                GceSimulatorConfig.USUAL_CALLS,
                saved,
                config.logs().resolve("gce-requests.jsonl"));
        try {
            return GceSimulator.start(settings, host, clock);
        } catch (JacksonException otherVersion) {
            throw new IOException(
                    "what the simulated cloud saved (" + saved + ") was written by another version: start with --fresh",
                    otherVersion);
        }
    }

    /** Boxes with a network of their own reach a port of this machine through a relay on the bridge. */
    private static String openDoor(int port, String address, Closing closing) throws IOException {
        if (!address.equals(LOOPBACK)) {
            closing.add(TcpRelay.open(new InetSocketAddress(address, port), new InetSocketAddress(LOOPBACK, port)));
        }
        return "http://" + address + ":" + port;
    }

    Endpoints.Database database(Ports ports, Secrets secrets) throws IOException {
        return new Endpoints.Database(
                LOOPBACK,
                ports.postgres(),
                Schemas.DATABASE,
                postgres.url(Schemas.DATABASE),
                PostgresServer.SUPERUSER,
                secrets.read(secrets.password("postgres-superuser")));
    }
}
