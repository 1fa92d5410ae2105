package cloud.dumont.agent.backup;

import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform's part in memory: one workspace, its chain, the fence of the newest epoch, and levers. Each agent has an
 * {@link Office} of its own epoch.
 */
final class LocalPlatform {
    static final String WORKSPACE = "ins_local";
    final byte[] key = new byte[32];
    final List<CommitRequest> commits = new ArrayList<>();
    final List<RestoreReport> reports = new ArrayList<>();
    final List<OrderFailed> failures = new ArrayList<>();
    long newestEpoch = 1;
    BackupPolicy policy = new BackupPolicy(1, true, 30, List.of("/"), List.of(), 1L << 40);
    List<BackupOrders.Snapshot> snapshots = List.of();

    @Nullable
    RestoreOrder restore;

    volatile boolean away;
    int loseAnswers;

    /** The next commit that carries an order finds the platform gone: before it counts, or after. */
    volatile Leaving leaves = Leaving.NEVER;

    /** Commits that it was asked to take, whatever became of them. */
    volatile int asked;

    private final Map<String, String> doneBy = new HashMap<>();

    enum Leaving {
        NEVER,
        BEFORE,
        AFTER
    }

    LocalPlatform() {
        Arrays.fill(key, (byte) 7);
    }

    final List<PreparationReport> preparations = new ArrayList<>();

    /** What boxes of later epochs may bring into place; null: nothing. */
    volatile @Nullable Preparation preparation;

    /** Of a box that waits to take over. */
    Office waiting(long epoch) {
        return new Office(new Epoch(epoch));
    }

    Office office(long epoch) {
        synchronized (this) {
            newestEpoch = Math.max(newestEpoch, epoch);
        }
        return new Office(new Epoch(epoch));
    }

    /** From the newest commit with a tree (or the first) to the one given. */
    synchronized List<CommitRef> chainTo(int index) {
        int from = index;
        while (from > 0 && !commits.get(from).tree()) {
            from--;
        }
        return refs(from, index + 1);
    }

    private List<CommitRef> refs(int from, int to) {
        return commits.subList(from, to).stream()
                .map(it -> new CommitRef(it.epoch().value(), it.seq(), it.sha256()))
                .toList();
    }

    /** From the very first on. */
    synchronized List<CommitRef> wholeChain() {
        return refs(0, commits.size());
    }

    synchronized List<CommitRef> chain() {
        return commits.isEmpty() ? List.of() : chainTo(commits.size() - 1);
    }

    final class Office implements BackupOffice {
        private final Epoch epoch;

        private Office(Epoch epoch) {
            this.epoch = epoch;
        }

        @Override
        public Epoch epoch() {
            return epoch;
        }

        private void check() throws IOException {
            if (away) {
                throw new IOException("away");
            }
            if (epoch.value() > newestEpoch) {
                throw new Refusal(Refusal.NOT_SERVING, null);
            }
            if (epoch.value() != newestEpoch) {
                throw new Refusal(Refusal.STALE_EPOCH, null);
            }
        }

        @Override
        public BackupOpened open() throws IOException {
            synchronized (LocalPlatform.this) {
                check();
                return new BackupOpened(
                        WORKSPACE, "u/local/", Base64.getEncoder().encodeToString(key), chain(), orders());
            }
        }

        @Override
        public BackupOrders orders() throws IOException {
            synchronized (LocalPlatform.this) {
                check();
                return new BackupOrders(policy, snapshots, restore);
            }
        }

        @Override
        public Preparation prepare() throws IOException {
            Preparation now = preparation;
            if (away) {
                throw new IOException("away");
            }
            if (now == null) {
                throw new Refusal(Refusal.NOT_SERVING, null);
            }
            return now;
        }

        @Override
        public void prepared(PreparationReport report) {
            synchronized (LocalPlatform.this) {
                preparations.add(report);
                Preparation now = preparation;
                RestoreOrder order = now == null ? null : now.order();
                boolean over = report.restore().phase().equals(RestoreReport.DONE)
                        || report.restore().phase().equals(RestoreReport.FAILED);
                if (over && order != null && order.id().equals(report.restore().id())) {
                    preparation = new Preparation(now.workspace(), now.key(), now.policy(), null, false);
                }
            }
        }

        @Override
        public void orderFailed(OrderFailed failure) throws IOException {
            synchronized (LocalPlatform.this) {
                check();
                failures.add(failure);
                snapshots = snapshots.stream()
                        .filter(it -> !it.id().equals(failure.order()))
                        .toList();
            }
        }

        @Override
        public void report(RestoreReport report) throws IOException {
            synchronized (LocalPlatform.this) {
                check();
                reports.add(report);
                if (report.phase().equals(RestoreReport.DONE) || report.phase().equals(RestoreReport.FAILED)) {
                    restore = null;
                }
            }
        }

        @Override
        public CommitAnswer commit(CommitRequest request) throws IOException {
            synchronized (LocalPlatform.this) {
                asked++;
                check();
                if (leaves == Leaving.BEFORE && request.order() != null) {
                    away = true;
                    throw new IOException("lost");
                }
                CommitRequest tip = commits.isEmpty() ? null : commits.getLast();
                boolean again = tip != null
                        && tip.seq() == request.seq()
                        && tip.sha256().equals(request.sha256());
                if (again ? !isDoneBy(request) : !isOpen(request.order())) {
                    throw new Refusal(Refusal.ORDER_CLOSED, null);
                }
                if (!again) {
                    long parent =
                            request.parent() == null ? 0 : request.parent().seq();
                    if (parent != (tip == null ? 0 : tip.seq())
                            || tip != null
                                    && !tip.sha256().equals(request.parent().sha256())) {
                        throw new Refusal(Refusal.CONFLICT, null);
                    }
                    commits.add(request);
                    if (request.order() != null) {
                        doneBy.put(request.order(), request.sha256());
                    }
                    snapshots = snapshots.stream()
                            .filter(it -> !it.id().equals(request.order()))
                            .toList();
                }
                if (leaves == Leaving.AFTER && request.order() != null) {
                    away = true;
                }
                if (away) {
                    throw new IOException("lost");
                }
                if (loseAnswers > 0) {
                    loseAnswers--;
                    throw new IOException("lost");
                }
                return new CommitAnswer(request.seq(), Instant.EPOCH, 1);
            }
        }

        private boolean isOpen(@Nullable String order) {
            return order == null || snapshots.stream().anyMatch(it -> it.id().equals(order));
        }

        private boolean isDoneBy(CommitRequest request) {
            return request.order() == null || request.sha256().equals(doneBy.get(request.order()));
        }

        @Override
        public PresignAnswer presign(PresignRequest request) throws IOException {
            throw new IOException("there are no URLs here");
        }

        @Override
        public ListAnswer list(ListRequest request) throws IOException {
            throw new IOException("there are no lists here");
        }
    }
}
