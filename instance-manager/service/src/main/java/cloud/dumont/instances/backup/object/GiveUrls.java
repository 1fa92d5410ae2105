package cloud.dumont.instances.backup.object;

import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.prepare.Preparations;
import cloud.dumont.instances.backup.restore.RestoreOrders;
import cloud.dumont.instances.backup.store.bucket.Listing;
import cloud.dumont.instances.backup.store.presign.PresignedUrl;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives boxes URLs of single objects; a box holds no key of the store. */
@Component
public class GiveUrls {
    private static final int MOST = 256;
    private static final int PAGE = 1000;
    private static final long LARGEST = 1L << 30;
    private static final Pattern CRC = Pattern.compile("[A-Za-z0-9+/]{6}==");
    private final Machines machines;
    private final Workspaces workspaces;
    private final StoredObjects objects;
    private final RestoreOrders restores;
    private final Preparations preparations;
    private final Depot depot;
    private final BackupConfig config;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    GiveUrls(
            Machines machines,
            Workspaces workspaces,
            StoredObjects objects,
            RestoreOrders restores,
            Preparations preparations,
            Depot depot,
            BackupConfig config,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.machines = machines;
        this.workspaces = workspaces;
        this.objects = objects;
        this.restores = restores;
        this.preparations = preparations;
        this.depot = depot;
        this.config = config;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * @throws RefusedException {@code stale_epoch}, {@code not_serving}, {@code invalid_name}, {@code backup_limit_reached}, {@code
     *     validation_failed}, {@code maintenance}
     */
    public PresignAnswer presign(PlacementId placement, PresignRequest request) {
        depot.store();
        if (request.put().size() + request.get().size() > MOST) {
            throw new RefusedException(new CommonRefusal.ValidationFailed("#", "too_large", "At most 256 objects."));
        }
        Machine machine = request.put().isEmpty()
                ? preparations
                        .readable(placement, request.epoch())
                        .flatMap(machines::find)
                        .orElseGet(() -> machines.of(placement, request.epoch()))
                : machines.of(placement, request.epoch());
        Workspace own = workspaces.find(machine.id()).orElseThrow(GiveUrls::notOpen);
        Workspace source = source(machine, own, request.workspace());
        checkNames(request);
        Instant now = clock.instant();
        checkReads(request, source == own);
        if (!request.put().isEmpty()) {
            transactions.executeWithoutResult(status -> announce(placement, own, request, now));
        }
        Instant expires = now.plus(request.put().isEmpty() ? config.getLife() : config.putLife());
        return new PresignAnswer(
                request.put().stream().map(put -> write(own, put, now)).toList(),
                request.get().stream().map(name -> read(source, name, now)).toList(),
                expires);
    }

    private Workspace source(Machine machine, Workspace own, @Nullable String workspace) {
        if (workspace == null || workspace.equals(own.id())) {
            return own;
        }
        try {
            InstanceId other = InstanceId.parse(workspace);
            if (restores.mayRead(machine, other)) {
                return workspaces.find(other).orElseThrow(GiveUrls::notOpen);
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new BackupRefusal.InvalidName(workspace));
        }
        throw new RefusedException(new BackupRefusal.InvalidName(workspace));
    }

    private static void checkNames(PresignRequest request) {
        for (PresignRequest.Put put : request.put()) {
            boolean mine = ObjectNames.container(put.name())
                    .filter(container -> container.epoch() == request.epoch().value() && container.number() > 0)
                    .isPresent();
            if (!mine) {
                throw new RefusedException(new BackupRefusal.InvalidName(put.name()));
            }
            if (put.size() < 1
                    || put.size() > LARGEST
                    || !CRC.matcher(put.crc32c()).matches()) {
                throw new RefusedException(new CommonRefusal.ValidationFailed(
                        "#/put", "invalid", "An object has 1 byte to 1 GiB, and a CRC-32C in base64."));
            }
        }
    }

    // One that does not exist may be asked for: a box looks for what it left behind itself. But nothing of a later
    // epoch.
    private static void checkReads(PresignRequest request, boolean own) {
        for (String name : request.get()) {
            boolean readable = ObjectNames.container(name)
                    .filter(it -> it.number() > 0
                            && (!own || it.epoch() <= request.epoch().value()))
                    .isPresent();
            if (!readable) {
                throw new RefusedException(new BackupRefusal.InvalidName(name));
            }
        }
    }

    private void announce(PlacementId placement, Workspace own, PresignRequest request, Instant now) {
        machines.holdOf(placement, request.epoch());
        if (!objects.intend(own.instance(), request.epoch().value(), request.put(), now, now.plus(config.putLife()))) {
            throw new RefusedException(
                    new BackupRefusal.InvalidName(request.put().getFirst().name()));
        }
        long stored =
                workspaces.find(own.instance()).orElseThrow().storedBytes() + objects.announcedBytes(own.instance());
        if (stored > own.limitBytes()) {
            throw new RefusedException(new BackupRefusal.LimitReached(own.limitBytes(), own.storedBytes()));
        }
    }

    private PresignAnswer.Signed write(Workspace workspace, PresignRequest.Put put, Instant now) {
        PresignedUrl url =
                depot.presigner().put(workspace.root() + put.name(), put.size(), put.crc32c(), config.putLife(), now);
        return new PresignAnswer.Signed(put.name(), url.url(), url.headers());
    }

    private PresignAnswer.Signed read(Workspace workspace, String name, Instant now) {
        PresignedUrl url = depot.presigner().get(workspace.root() + name, config.getLife(), now);
        return new PresignAnswer.Signed(name, url.url(), url.headers());
    }

    /** What of the box's own epoch the store really has. */
    public ListAnswer list(PlacementId placement, ListRequest request) {
        Machine machine = machines.of(placement, request.epoch());
        Workspace workspace = workspaces.find(machine.id()).orElseThrow(GiveUrls::notOpen);
        String own = ownPrefix(request.epoch());
        String after = request.after();
        if (!request.prefix().startsWith(own) || (after != null && !after.startsWith(own))) {
            throw new RefusedException(new BackupRefusal.InvalidName(request.prefix()));
        }
        int root = workspace.root().length();
        Listing page = depot.store()
                .list(workspace.root() + request.prefix(), after == null ? "" : workspace.root() + after, PAGE);
        List<ListAnswer.Stored> found = page.objects().stream()
                .map(object -> new ListAnswer.Stored(object.key().substring(root), object.size()))
                .toList();
        String next = page.next();
        return new ListAnswer(found, next == null ? null : next.substring(root));
    }

    private static String ownPrefix(Epoch epoch) {
        String pack = ObjectNames.pack(epoch.value(), 1);
        return pack.substring(0, pack.indexOf("/p/") + 1);
    }

    private static RefusedException notOpen() {
        return new RefusedException(new BackupRefusal.NotServing());
    }
}
