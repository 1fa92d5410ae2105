package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.MachineHost;
import cloud.dumont.sandbox.machine.SimulatedMachine;
import cloud.dumont.sandbox.meter.MeterReading;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.market.MarketLevers;
import cloud.dumont.sandbox.wire.RequestEntry;
import cloud.dumont.sandbox.wire.RequestLog;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import cloud.dumont.sandbox.wire.WireServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A vendor that speaks the Vast.ai protocol on loopback, with a living market, real boxes through a {@link MachineHost},
 * and a meter of its own. All methods may be called from any thread. Time is what the given clock says; nothing else is
 * read, so a clock that jumps makes everything that is due happen at the next call.
 */
public final class VastSimulator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VastSimulator.class.getName());
    private static final long HEARTBEAT_MILLIS = 200;

    private final VastWorld world;
    private final MachineHost host;
    private final RequestLog log;
    private final WireServer server;
    private final VastMarket market;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vastai-simulator").factory());

    private VastSimulator(VastSimulatorConfig config, MachineHost host, InstantSource clock) throws IOException {
        this.world = new VastWorld(config, host, clock);
        this.host = host;
        this.log = new RequestLog(VastWorld.VENDOR, config.requestLog());
        this.market = new VastMarket(world, new MarketLevers(world.market()));
        this.server = WireServer.start(config.port(), this::answer);
        heart.scheduleWithFixedDelay(this::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static VastSimulator start(VastSimulatorConfig config, MachineHost host, InstantSource clock)
            throws IOException {
        return new VastSimulator(config, host, clock);
    }

    private WireAnswer answer(WireRequest request) {
        return world.locked(now -> {
            WireAnswer answer = world.api().answer(request, now);
            log.add(request, answer, now);
            return answer;
        });
    }

    private void beat() {
        try {
            tick();
        } catch (RuntimeException failed) {
            // a heart that stops for one failure would stop the whole vendor
            LOG.log(System.Logger.Level.ERROR, "simulator failed to move on", failed);
        }
    }

    /** Lets everything happen that is due; otherwise it happens within a fifth of a second. */
    public void tick() {
        world.locked(now -> now);
    }

    public String url() {
        return server.url();
    }

    public VastMarket market() {
        return market;
    }

    public Faults faults() {
        return world.faults();
    }

    /** What the vendor would charge by now, ended resources included. */
    public MeterReading meter() {
        return world.locked(now -> world.meter().read(now));
    }

    /** Requests at or after this moment, oldest first. */
    public List<RequestEntry> requests(Instant since) {
        return log.since(since);
    }

    /** Every contract that exists, with its box if one runs. Other people's instances have none. */
    public List<SimulatedMachine> machines() {
        return world.locked(now -> world.contracts().all()).stream()
                .map(this::shown)
                .toList();
    }

    private SimulatedMachine shown(Contract contract) {
        String word = contract.phase().word();
        return SimulatedMachine.of(
                VastWorld.VENDOR,
                contract.ref(),
                contract.labelText(),
                word == null ? "unreached" : word,
                contract.rental().facts().model().name(),
                contract.rental().gpus(),
                contract.rental().spot(),
                host.find(VastWorld.VENDOR, contract.ref()).orElse(null));
    }

    /** The running box of a machine. */
    public Optional<Machine> box(String ref) {
        return host.find(VastWorld.VENDOR, ref);
    }

    /**
     * Power cut: every process of the box is killed, the vendor goes on saying {@code running} for this many seconds, for
     * ever if negative.
     *
     * @throws NoSuchElementException when there is no such machine
     */
    public void vanish(String ref, long vendorNoticesAfterSeconds) {
        run(now -> world.moves().vanish(ref, vendorNoticesAfterSeconds, now));
    }

    /** The vendor stops the machine and says so at once. */
    public void stopByVendor(String ref) {
        run(now -> world.moves().stop(ref, now));
    }

    /** A higher bid takes the machine; one rented on demand is stopped instead. */
    public void outbid(String ref) {
        run(now -> world.moves().outbid(ref, now));
    }

    /** The host is lost for good and the vendor says so at once. */
    public void offline(String ref) {
        run(now -> world.moves().offline(ref, Optional.empty(), now));
    }

    /** The host is lost and comes back, with the disk, after this time. */
    public void offline(String ref, Duration backAfter) {
        run(now -> world.moves().offline(ref, Optional.of(backAfter), now));
    }

    /** A second account, or more credit for one that exists. */
    public void addAccount(String key, BigDecimal creditUsd) {
        run(now -> world.accounts().add(key, creditUsd));
    }

    /** Whether every order to the host has been carried out. */
    public boolean hostIdle() {
        return world.boxes().idle();
    }

    private void run(Consumer<Instant> work) {
        world.locked(now -> {
            work.accept(now);
            return now;
        });
    }

    /** Stops answering; boxes go on running, they belong to the host. */
    @Override
    public void close() {
        heart.shutdownNow();
        server.close();
        world.close();
    }
}
