package cloud.dumont.agent.backup;

import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
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

/** The platform itself, over the agent's session with it. */
public final class HttpBackupOffice implements BackupOffice {
    private final PlatformSession platform;
    private final Epoch epoch;

    public HttpBackupOffice(PlatformSession platform, Epoch epoch) {
        this.platform = platform;
        this.epoch = epoch;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws PlatformFailure;
    }

    private static <T> T ask(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (PlatformFailure.Refused e) {
            throw new Refusal(e.code(), e.getMessage());
        }
    }

    private void tell(String path, Object body) throws IOException {
        ask(() -> {
            platform.tell(path, body);
            return path;
        });
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public BackupOpened open() throws IOException {
        return ask(() -> platform.post(AgentPaths.BACKUP_OPEN, new BackupOpen(epoch), BackupOpened.class));
    }

    @Override
    public BackupOrders orders() throws IOException {
        return ask(() -> platform.post(AgentPaths.BACKUP_ORDERS, new BackupOpen(epoch), BackupOrders.class));
    }

    @Override
    public Preparation prepare() throws IOException {
        return ask(() -> platform.post(AgentPaths.BACKUP_PREPARE, new BackupOpen(epoch), Preparation.class));
    }

    @Override
    public void prepared(PreparationReport report) throws IOException {
        tell(AgentPaths.BACKUP_PREPARED, report);
    }

    @Override
    public void orderFailed(OrderFailed failure) throws IOException {
        tell(AgentPaths.BACKUP_ORDER_FAILED, failure);
    }

    @Override
    public void report(RestoreReport report) throws IOException {
        tell(AgentPaths.BACKUP_RESTORE, report);
    }

    @Override
    public CommitAnswer commit(CommitRequest request) throws IOException {
        return ask(() -> platform.post(AgentPaths.COMMIT, request, CommitAnswer.class));
    }

    @Override
    public PresignAnswer presign(PresignRequest request) throws IOException {
        return ask(() -> platform.post(AgentPaths.PRESIGN, request, PresignAnswer.class));
    }

    @Override
    public ListAnswer list(ListRequest request) throws IOException {
        return ask(() -> platform.post(AgentPaths.BACKUP_LIST, request, ListAnswer.class));
    }
}
