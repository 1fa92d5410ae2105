package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.backup.BackupOffice;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stands for the platform in the engine's own process, so that only the engine and the store are measured. */
final class LocalOffice implements BackupOffice {
    private static final Epoch EPOCH = new Epoch(1);
    private static final int PATIENT = 6 * 3600;
    private final Workspace workspace;
    private final @Nullable RemoteBucket bucket;
    private final InstantSource clock;
    private @Nullable Cycle cycle;
    private long cycles;

    /** One order for a commit, from when the engine hears of it to when the commit counts. */
    static final class Cycle {
        private final BackupOrders.Snapshot order;
        private final CompletableFuture<Line> end = new CompletableFuture<>();
        private long nanos;
        private long processorNanos;
        private boolean heard;

        private Cycle(BackupOrders.Snapshot order) {
            this.order = order;
        }

        private void begin() {
            if (!heard) {
                heard = true;
                nanos = System.nanoTime();
                processorNanos = ProcessorTime.nanos();
            }
        }

        private void end(CommitRequest request) {
            end.complete(Line.of("cycle")
                    .millis("ms", System.nanoTime() - nanos)
                    .millis("cpu", ProcessorTime.nanos() - processorNanos)
                    .with("seq", request.seq())
                    .with("files", request.files())
                    .with("bytes", request.bytes())
                    .with("stored", request.bytesNew())
                    .with("complete", request.complete()));
        }

        Line await() {
            return end.join();
        }
    }

    /** @param bucket null: the store needs no URLs */
    LocalOffice(Workspace workspace, @Nullable RemoteBucket bucket, InstantSource clock) {
        this.workspace = workspace;
        this.bucket = bucket;
        this.clock = clock;
    }

    synchronized Cycle order() {
        Cycle next = new Cycle(new BackupOrders.Snapshot("bak_" + ++cycles, BackupOrders.Snapshot.MANUAL, PATIENT));
        cycle = next;
        return next;
    }

    @Override
    public Epoch epoch() {
        return EPOCH;
    }

    @Override
    public BackupOpened open() {
        return new BackupOpened(
                workspace.name(),
                workspace.root(),
                Base64.getEncoder().encodeToString(workspace.key()),
                workspace.chain(),
                orders());
    }

    @Override
    public synchronized BackupOrders orders() {
        BackupPolicy policy = new BackupPolicy(1, true, 30, List.of("/"), List.of(), 1L << 50);
        Cycle now = cycle;
        if (now == null) {
            return new BackupOrders(policy, List.of(), null);
        }
        now.begin();
        return new BackupOrders(policy, List.of(now.order), null);
    }

    @Override
    public Preparation prepare() throws Refusal {
        throw new Refusal(Refusal.NOT_SERVING, null);
    }

    @Override
    public void prepared(PreparationReport report) {
        // Nothing is ever prepared here.
    }

    @Override
    public synchronized void orderFailed(OrderFailed failure) {
        Cycle now = cycle;
        cycle = null;
        if (now != null) {
            now.end.completeExceptionally(new IllegalStateException(failure.code() + ": " + failure.detail()));
        }
    }

    @Override
    public void report(RestoreReport report) {
        Line.of("restore").with("phase", report.phase()).print();
    }

    @Override
    public synchronized CommitAnswer commit(CommitRequest request) throws IOException {
        if (!workspace.add(request)) {
            throw new Refusal(Refusal.CONFLICT, null);
        }
        Line.of("commit")
                .with("at", clock.millis())
                .with("seq", request.seq())
                .with("files", request.files())
                .with("bytes", request.bytes())
                .with("stored", request.bytesNew())
                .print();
        Cycle now = cycle;
        if (now != null && Objects.equals(request.order(), now.order.id())) {
            cycle = null;
            now.end(request);
        }
        return new CommitAnswer(request.seq(), clock.instant(), 1);
    }

    private RemoteBucket bucket() throws IOException {
        RemoteBucket there = bucket;
        if (there == null) {
            throw new IOException("this store has no URLs");
        }
        return there;
    }

    @Override
    public PresignAnswer presign(PresignRequest request) throws IOException {
        RemoteBucket there = bucket();
        return new PresignAnswer(
                request.put().stream()
                        .map(it -> there.put(workspace.root(), it))
                        .toList(),
                request.get().stream()
                        .map(it -> new PresignAnswer.Signed(it, there.get(workspace.root() + it), Map.of()))
                        .toList(),
                clock.instant().plus(Duration.ofHours(1)));
    }

    @Override
    public ListAnswer list(ListRequest request) throws IOException {
        return bucket().list(workspace.root(), request);
    }
}
