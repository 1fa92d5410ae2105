package cloud.dumont.agent.backup;

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
import org.jspecify.annotations.Nullable;

/**
 * Whom the engine asks for its key, its orders and its URLs, and tells of its commits: the platform, or something that stands
 * for it where there is none. Every call may be repeated. An {@link IOException} that is no {@link Refusal} says that
 * nothing is known: come again.
 */
public interface BackupOffice {
    /** The epoch that this agent writes in; it never changes. */
    Epoch epoch();

    BackupOpened open() throws IOException;

    BackupOrders orders() throws IOException;

    /** Of a box that does not serve. @throws Refusal {@code not_serving}: it has nothing to prepare either */
    Preparation prepare() throws IOException;

    void prepared(PreparationReport report) throws IOException;

    void orderFailed(OrderFailed failure) throws IOException;

    void report(RestoreReport report) throws IOException;

    CommitAnswer commit(CommitRequest request) throws IOException;

    PresignAnswer presign(PresignRequest request) throws IOException;

    ListAnswer list(ListRequest request) throws IOException;

    /** A no that another try will not change. */
    final class Refusal extends IOException {
        public static final String STALE_EPOCH = "stale_epoch";
        public static final String CONFLICT = "commit_conflict";
        /** The commit names a pack that was never asked for. */
        public static final String UNKNOWN_OBJECT = "object_unknown";

        /** Nobody waits for the order that the commit carries any more. */
        public static final String ORDER_CLOSED = "order_closed";

        /** The box was not accepted yet. */
        public static final String NOT_SERVING = "not_serving";

        public static final String LIMIT = "backup_limit_reached";
        private static final long serialVersionUID = 1L;
        private final String code;

        public Refusal(String code, @Nullable String detail) {
            super(detail == null ? code : detail);
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** The machine lives elsewhere: nothing of this epoch counts any more. */
        public boolean isFence() {
            return code.equals(STALE_EPOCH);
        }
    }
}
