package cloud.dumont.instances.provisioning;

import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.instances.enrolment.EnrolBox;
import cloud.dumont.instances.enrolment.JudgePreflight;
import cloud.dumont.instances.instance.CommandInstance;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Parting;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.instance.RentalWish;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Plays worker, agent and user against the real service, step by step. */
public class SagaBench {
    private static final int MANY = 3_000;
    private static int models;

    private static final Parting AT_ONCE = new Parting(false, Duration.ofMinutes(10), true, 7);

    public final FakeGpuProvider vendor;
    public final HeldClock clock;
    public final Instances instances;
    public final Placements placements;
    public final JdbcClient jdbc;
    public final TransactionTemplate transactions;
    private final List<Work> work;
    private final RentInstance rent;
    private final CommandInstance commands;
    private final EnrolBox enrol;
    private final JudgePreflight preflight;
    private final MarketCollector market;
    private final Reconciler reconciler;
    private final Ids ids;

    /** What agents say their GPU is; null: as sold. */
    public @Nullable String reportedGpu;

    public boolean agentsReport = true;

    SagaBench(
            FakeGpuProvider vendor,
            HeldClock clock,
            Instances instances,
            Placements placements,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            List<Work> work,
            RentInstance rent,
            CommandInstance commands,
            EnrolBox enrol,
            JudgePreflight preflight,
            MarketCollector market,
            Reconciler reconciler,
            Ids ids) {
        this.vendor = vendor;
        this.clock = clock;
        this.instances = instances;
        this.placements = placements;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.work = work;
        this.rent = rent;
        this.commands = commands;
        this.enrol = enrol;
        this.preflight = preflight;
        this.market = market;
        this.reconciler = reconciler;
        this.ids = ids;
    }

    /** A vendor that does what it is asked, and agents that report what was sold. */
    public void friendly() {
        vendor.autoRun(true);
        vendor.sshAnswers(true);
        vendor.slowDestroy(false);
        vendor.unreachable(false);
        vendor.priceDrift(java.math.BigDecimal.ONE);
        reportedGpu = null;
        agentsReport = true;
    }

    /** Offers of a model that no other test uses, cheapest first. */
    public GpuModel sell(int offers) {
        models++;
        GpuModel gpu = new GpuModel("rtx_" + (5000 + models), "RTX " + (5000 + models), 24);
        for (int i = 1; i <= offers; i++) {
            vendor.sell(SampleOffers.of(vendor.vendor(), gpu.id() + "-" + i, gpu, "0.1" + i));
        }
        market.collectAll();
        return gpu;
    }

    /** One more offer, of a real model. */
    public void sell(GpuModel gpu, String price) {
        vendor.sell(SampleOffers.of(vendor.vendor(), ref(gpu, 1), gpu, price));
        market.collectAll();
    }

    public void withdraw(GpuModel gpu) {
        vendor.withdraw(ref(gpu, 1));
        market.collectAll();
    }

    public static String ref(GpuModel gpu, int offer) {
        return gpu.id() + "-" + offer;
    }

    public InstanceId request(Caller caller, GpuModel gpu) {
        return request(caller, wish(gpu, null));
    }

    public InstanceId requestOffer(Caller caller, GpuModel gpu, int offer) {
        return request(caller, wish(gpu, ref(gpu, offer)));
    }

    private InstanceId request(Caller caller, RentalWish wish) {
        InstanceId id = ids.next(InstanceId::new);
        RentInstance.Prepared prepared = rent.prepare(id, caller, wish);
        transactions.executeWithoutResult(status -> rent.commit(prepared, Origin.of(caller, "req_test")));
        return id;
    }

    private RentalWish wish(GpuModel gpu, @Nullable String offer) {
        return new RentalWish(
                null,
                offer == null ? null : MarketOffer.idOf(vendor.vendor(), offer),
                offer == null ? gpu.id() : null,
                1,
                null,
                Offer.Kind.ON_DEMAND,
                "image",
                40,
                List.of(),
                Map.of("GREETING", "hello"),
                "echo started",
                List.of(),
                Map.of(),
                cloud.dumont.kernel.HourlyPrice.parse("1"));
    }

    public void destroy(InstanceId id) {
        command(id, instance -> commands.destroy(instance, ids.next(ActionId::new), AT_ONCE, Origin.system("test")));
    }

    public void stop(InstanceId id) {
        command(id, instance -> commands.stop(instance, ids.next(ActionId::new), AT_ONCE, Origin.system("test")));
    }

    public void reboot(InstanceId id) {
        command(id, instance -> commands.reboot(instance, ids.next(ActionId::new), Origin.system("test")));
    }

    public void start(InstanceId id) {
        var spec = rent.prepareStart(instance(id), null);
        command(id, instance -> commands.start(instance, ids.next(ActionId::new), spec, Origin.system("test")));
    }

    private void command(InstanceId id, java.util.function.Consumer<Instance> command) {
        transactions.executeWithoutResult(
                status -> command.accept(instances.lock(id).orElseThrow()));
    }

    public Instance instance(InstanceId id) {
        return instances.find(id).orElseThrow();
    }

    public Status status(InstanceId id) {
        return instance(id).status();
    }

    /** One step of the machine's own work. */
    public Next step(InstanceId id) {
        List<Next> all = instance(id).queues().stream()
                .map(queue -> of(queue).step(id.text()))
                .toList();
        return all.stream()
                .filter(Next.After.class::isInstance)
                .min(java.util.Comparator.comparing(SagaBench::pause))
                .orElse(Next.done());
    }

    /** Works on, time passing as the work asks for, until the machine is so. */
    public Instance until(InstanceId id, Predicate<Instance> so) {
        for (int i = 0; i < MANY; i++) {
            Instance now = instance(id);
            if (so.test(now)) {
                return now;
            }
            Next next = step(id);
            if (agentsReport) {
                agent(id);
            }
            reclaimAll();
            clock.advance(pause(next));
        }
        Instance last = instance(id);
        throw new AssertionError("still " + last.status() + ": " + last.state().reason());
    }

    public Instance until(InstanceId id, Status status) {
        return until(id, instance -> instance.status() == status);
    }

    private static Duration pause(Next next) {
        return switch (next) {
            case Next.Done done -> Duration.ofMillis(100);
            case Next.After after -> after.pause().plusMillis(1);
        };
    }

    /** Compares with the vendor that often. */
    public void reconcile(int passes) {
        for (int i = 0; i < passes; i++) {
            clock.advance(Duration.ofMinutes(1));
            reconciler.pass();
        }
    }

    /** One step for everything that has to go. */
    public void reclaimAll() {
        jdbc.sql(
                        "SELECT vendor || '|' || vendor_account || '|' || vendor_ref FROM reclaims WHERE gone_at IS NULL AND approved_at IS NOT NULL")
                .query(String.class)
                .list()
                .forEach(key -> of(Queue.RECLAIM).step(key));
    }

    /** Destroys every machine that has a box, or is about to get one. */
    void giveEverythingBack() {
        friendly();
        List<UUID> left = jdbc.sql(
                        "SELECT id FROM instances WHERE status NOT IN ('requested', 'stopped', 'failed', 'destroyed')")
                .query(UUID.class)
                .list();
        for (UUID id : left) {
            destroy(new InstanceId(id));
            until(new InstanceId(id), Status.DESTROYED);
        }
        jdbc.sql("UPDATE reclaims SET kill_after = NULL").update();
        reclaimUntilGone();
    }

    /** Works until nothing has to go any more. */
    public void reclaimUntilGone() {
        for (int i = 0; i < MANY && openReclaims() > 0; i++) {
            reclaimAll();
            clock.advance(Duration.ofSeconds(3));
        }
    }

    public void reclaimUntil(java.util.function.BooleanSupplier so) {
        for (int i = 0; i < 100 && !so.getAsBoolean(); i++) {
            reclaimAll();
            clock.advance(Duration.ofMillis(10));
        }
    }

    public int openReclaims() {
        return jdbc.sql("SELECT count(*) FROM reclaims WHERE gone_at IS NULL AND approved_at IS NOT NULL")
                .query(Integer.class)
                .single();
    }

    private Work of(Queue queue) {
        return work.stream().filter(one -> one.queue() == queue).findFirst().orElseThrow();
    }

    /** What the agent on the machine's box does, if it runs. */
    public void agent(InstanceId id) {
        Hunt.starting(instance(id).state())
                .flatMap(hunt -> placements.find(hunt.placement()))
                .filter(Placement::isReachable)
                .ifPresent(placement -> {
                    enrol(placement, "key-of-" + placement.id());
                    report(placement);
                });
    }

    public EnrolBox.Enrolled enrol(Placement placement, String publicKey) {
        return enrol(
                placement,
                publicKey,
                vendor.orderOf(placement.vendorRef().orElseThrow())
                        .environment()
                        .get("DUMONT_TOKEN"));
    }

    public EnrolBox.Enrolled enrol(Placement placement, String publicKey, String token) {
        return enrol.enrol(
                new EnrolBox.Application(BootstrapToken.sha256(token), publicKey, "0.1.0", "SHA256:x", box(placement)));
    }

    public PreflightVerdict report(Placement placement) {
        return preflight.judge(
                placement.id(),
                new PreflightReport(placement.epoch(), box(placement), true, true, null, null, 0, null));
    }

    private BoxFacts box(Placement placement) {
        String gpu =
                reportedGpu == null ? "NVIDIA GeForce " + placement.sold().gpu().name() : reportedGpu;
        return new BoxFacts(
                placement.sold().gpuCount() == 0
                        ? List.of()
                        : List.of(new BoxFacts.Gpu(gpu, placement.sold().vramMb(), "GPU-1")),
                "580.1",
                8,
                64_000_000_000L,
                41_000_000_000L,
                "6.1",
                List.of(),
                "root");
    }

    public List<String> facts(InstanceId id) {
        return jdbc.sql("SELECT payload->>'type' FROM outbox WHERE key = :key ORDER BY id")
                .param("key", id.text())
                .query(String.class)
                .list();
    }
}
