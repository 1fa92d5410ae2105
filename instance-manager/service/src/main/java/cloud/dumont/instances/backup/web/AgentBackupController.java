package cloud.dumont.instances.backup.web;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.commit.OpenBackup;
import cloud.dumont.instances.backup.commit.RegisterCommit;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.object.GiveUrls;
import cloud.dumont.instances.backup.order.AgentOrders;
import cloud.dumont.instances.backup.order.EndOrder;
import cloud.dumont.instances.backup.prepare.PrepareFiles;
import cloud.dumont.instances.backup.restore.EndRestore;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** What boxes ask and say about the files they save, passed on by the agent plane, in the agents' own words. */
@RestController
class AgentBackupController {
    private static final Logger log = LoggerFactory.getLogger(AgentBackupController.class);
    private final OpenBackup open;
    private final GiveUrls urls;
    private final RegisterCommit commits;
    private final AgentOrders orders;
    private final EndOrder endOrder;
    private final EndRestore endRestore;
    private final PrepareFiles prepare;
    private final Machines machines;
    private final Workspaces workspaces;

    AgentBackupController(
            OpenBackup open,
            GiveUrls urls,
            RegisterCommit commits,
            AgentOrders orders,
            EndOrder endOrder,
            EndRestore endRestore,
            PrepareFiles prepare,
            Machines machines,
            Workspaces workspaces) {
        this.open = open;
        this.urls = urls;
        this.commits = commits;
        this.orders = orders;
        this.endOrder = endOrder;
        this.endRestore = endRestore;
        this.prepare = prepare;
        this.machines = machines;
        this.workspaces = workspaces;
    }

    @PostMapping("/internal/placements/{placement}/backup/open")
    ResponseEntity<byte[]> open(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        BackupOpen request = read(body, BackupOpen.class, it -> it.epoch() != null);
        return answer(() -> open.open(placement, request.epoch()));
    }

    @PostMapping("/internal/placements/{placement}/backup/orders")
    ResponseEntity<byte[]> orders(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        BackupOpen request = read(body, BackupOpen.class, it -> it.epoch() != null);
        Machine machine = machines.of(placement, request.epoch());
        if (workspaces.find(machine.id()).isEmpty()) {
            throw new RefusedException(new BackupRefusal.NotServing());
        }
        return answer(() -> orders.now(machine));
    }

    @PostMapping("/internal/placements/{placement}/backup/order-failed")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void orderFailed(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        endOrder.failed(
                placement,
                read(
                        body,
                        OrderFailed.class,
                        it -> it.epoch() != null && it.order() != null && it.code() != null && it.detail() != null));
    }

    @PostMapping("/internal/placements/{placement}/backup/list")
    ResponseEntity<byte[]> list(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        ListRequest request = read(body, ListRequest.class, it -> it.epoch() != null && it.prefix() != null);
        return answer(() -> urls.list(placement, request));
    }

    @PostMapping("/internal/placements/{placement}/backup/restore")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restore(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        endRestore.report(
                placement,
                read(
                        body,
                        RestoreReport.class,
                        it -> it.epoch() != null && it.id() != null && it.phase() != null && it.damaged() != null));
    }

    @PostMapping("/internal/placements/{placement}/backup/prepare")
    ResponseEntity<byte[]> prepare(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        BackupOpen request = read(body, BackupOpen.class, it -> it.epoch() != null);
        return answer(() -> prepare.next(placement, request.epoch()));
    }

    @PostMapping("/internal/placements/{placement}/backup/prepared")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prepared(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        prepare.report(placement, read(body, PreparationReport.class, AgentBackupController::isComplete));
    }

    private static boolean isComplete(PreparationReport report) {
        RestoreReport restore = report.restore();
        return report.epoch() != null
                && restore != null
                && restore.id() != null
                && restore.phase() != null
                && (report.proof() == null
                        || report.proof().digest() != null && report.proof().differing() != null);
    }

    @PostMapping("/internal/placements/{placement}/presign")
    ResponseEntity<byte[]> presign(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        PresignRequest request =
                read(body, PresignRequest.class, it -> it.epoch() != null && it.put() != null && it.get() != null);
        return answer(() -> urls.presign(placement, request));
    }

    @PostMapping("/internal/placements/{placement}/commit")
    ResponseEntity<byte[]> commit(@PathVariable PlacementId placement, @RequestBody byte[] body) {
        CommitRequest request =
                read(body, CommitRequest.class, it -> it.epoch() != null && it.sha256() != null && it.packs() != null);
        return answer(() -> commits.register(placement, request));
    }

    private static ResponseEntity<byte[]> answer(Supplier<Object> work) {
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(AgentJson.mapper().writeValueAsBytes(work.get()));
        } catch (StoreException e) {
            log.atWarn().setCause(e).log("the backup store did not do what a box needs");
            throw new RefusedException(new CommonRefusal.Unavailable("backup store"));
        }
    }

    private static <T> T read(byte[] body, Class<T> type, Predicate<T> complete) {
        try {
            T value = AgentJson.mapper().readValue(body, type);
            if (value != null && complete.test(value)) {
                return value;
            }
        } catch (JacksonException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static RefusedException invalid() {
        return new RefusedException(
                new CommonRefusal.ValidationFailed("#", "invalid", "This is not what an agent says."));
    }
}
