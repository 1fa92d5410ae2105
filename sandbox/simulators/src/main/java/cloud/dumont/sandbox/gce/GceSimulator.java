package cloud.dumont.sandbox.gce;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.api.GceApi;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.MachineHost;
import cloud.dumont.sandbox.machine.SimulatedMachine;
import cloud.dumont.sandbox.meter.MeterReading;
import cloud.dumont.sandbox.wire.RequestEntry;
import cloud.dumont.sandbox.wire.RequestLog;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import cloud.dumont.sandbox.wire.WireServer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Google Compute Engine's API at the root of a port of its own, with real boxes through a {@link MachineHost} and a meter of its
 * own. All methods may be called from any thread. Time is what the given clock says.
 */
public final class GceSimulator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GceSimulator.class.getName());
    private static final long HEARTBEAT_MILLIS = 100;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long HANG_SECONDS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final GceWorld world;
    private final MachineHost host;
    private final RequestLog log;
    private final WireServer server;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gce-simulator").factory());

    private GceSimulator(GceSimulatorConfig config, MachineHost host, InstantSource clock) throws IOException {
        this.world = new GceWorld(config, host, clock);
        this.host = host;
        this.log = new RequestLog(GceWorld.VENDOR, config.requestLog());
        this.server = WireServer.start(config.port(), this::answer);
        heart.scheduleWithFixedDelay(this::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static GceSimulator start(GceSimulatorConfig config, MachineHost host, InstantSource clock)
            throws IOException {
        return new GceSimulator(config, host, clock);
    }

    /** {@code wait} holds its answer back for a while, and may give it though the operation goes on. */
    private WireAnswer answer(WireRequest request) {
        if (hangs(request)) {
            return new WireAnswer.Cut();
        }
        long until = System.nanoTime() + WAIT_NANOS;
        WireAnswer answer = once(request);
        while (request.path().endsWith("/wait") && goesOn(answer) && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
            answer = world.locked(now -> world.api().look(request, now));
        }
        return answer;
    }

    /** Holds the call, not the cloud. */
    private boolean hangs(WireRequest request) {
        Optional<Fault> hang = world.faults().strike(GceFault.HANG.kind(), GceApi.facts(request));
        hang.ifPresent(fault -> {
            world.locked(now -> {
                log.add(request, new WireAnswer.Cut(), now);
                return now;
            });
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(fault.number("delay_s", HANG_SECONDS));
            while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        });
        return hang.isPresent();
    }

    private WireAnswer once(WireRequest request) {
        return world.locked(now -> {
            WireAnswer answer = world.api().answer(request, now);
            log.add(request, answer, now);
            return answer;
        });
    }

    private static boolean goesOn(WireAnswer answer) {
        return answer instanceof WireAnswer.Reply reply
                && reply.status() == 200
                && !reply.body().contains("\"DONE\"");
    }

    private void beat() {
        try {
            tick();
        } catch (RuntimeException failed) {
            // a heart that stops for one failure would stop the whole cloud
            LOG.log(System.Logger.Level.ERROR, "simulator failed to move on", failed);
        }
    }

    /** Lets everything happen that is due; otherwise it happens within a tenth of a second. */
    public void tick() {
        world.locked(now -> now);
    }

    public String url() {
        return server.url();
    }

    public Faults faults() {
        return world.faults();
    }

    /** What the cloud would charge by now, ended machines included. */
    public MeterReading meter() {
        return world.locked(now -> world.meter().read(now));
    }

    /** Requests at or after this moment, oldest first. */
    public List<RequestEntry> requests(Instant since) {
        return log.since(since);
    }

    public List<Vm> machines() {
        return world.locked(now -> world.vms().all());
    }

    /** The same as the control API lists them. */
    public List<SimulatedMachine> listed() {
        return machines().stream()
                .map(vm -> SimulatedMachine.of(
                        GceWorld.VENDOR,
                        vm.ref(),
                        vm.name(),
                        vm.phase().status().name().toLowerCase(Locale.ROOT),
                        "",
                        0,
                        vm.isSpot(),
                        box(vm).orElse(null)))
                .toList();
    }

    /** The running box of a machine. */
    public Optional<Machine> box(Vm vm) {
        return host.find(GceWorld.VENDOR, vm.ref());
    }

    /** @param machineType {@code *}: all */
    public void sellOut(String zone, String machineType) {
        world.locked(now -> {
            world.capacity().sellOut(zone, machineType);
            return now;
        });
    }

    public void restock(String zone, String machineType) {
        world.locked(now -> {
            world.capacity().restock(zone, machineType);
            return now;
        });
    }

    /** @throws IllegalArgumentException no such metric */
    public void quota(String metric, double limit) {
        world.locked(now -> {
            world.capacity().limit(metric, limit);
            return now;
        });
    }

    /**
     * The host of a machine is maintained: a Spot machine is taken, one with {@code onHostMaintenance=TERMINATE} is stopped,
     * any other moves unharmed.
     */
    public void maintain(String name) {
        on(name, (vm, now) -> world.life().maintain(vm, now));
    }

    /** From now on callers must bear this. */
    public void requireToken(String token) {
        world.locked(now -> {
            world.api().requireToken(token);
            return now;
        });
    }

    /** Takes a Spot machine back. @throws NoSuchElementException there is no such machine */
    public void preempt(String name) {
        on(name, (vm, now) -> world.life().preempt(vm, now));
    }

    /** Power cut: the box is killed, the cloud goes on saying {@code RUNNING} for this many seconds, for ever if negative. */
    public void vanish(String name, long noticedAfterSeconds) {
        on(
                name,
                (vm, now) -> world.life()
                        .vanish(vm, noticedAfterSeconds < 0 ? null : now.plusSeconds(noticedAfterSeconds), now));
    }

    /** The cloud stops it and says so. */
    public void stop(String name) {
        on(name, (vm, now) -> world.life().stop(vm, null, now));
    }

    /** @param name its name or its ref */
    private void on(String name, BiConsumer<Vm, Instant> work) {
        world.locked(now -> {
            Vm vm = world.vms().all().stream()
                    .filter(it -> it.name().equals(name) || it.ref().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("no machine " + name));
            work.accept(vm, now);
            return now;
        });
    }

    /** Whether every order to the host has been carried out. */
    public boolean hostIdle() {
        return world.boxes().idle();
    }

    /** Stops answering; boxes go on running, they belong to the host. */
    @Override
    public void close() {
        heart.shutdownNow();
        server.close();
        world.close();
    }
}
