package cloud.dumont.agent.backup;

import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.Register;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.history.Registration;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Registers commits at the office, and hears from its answers whether the orders changed. */
final class OfficeRegister implements Register {
    private final BackupOffice office;
    private final LongSupplier nanoTime;
    private final OrderDesk desk;
    private final FinalCommit finalCommit;

    OfficeRegister(BackupOffice office, LongSupplier nanoTime, OrderDesk desk, FinalCommit finalCommit) {
        this.office = office;
        this.nanoTime = nanoTime;
        this.desk = desk;
        this.finalCommit = finalCommit;
    }

    @Override
    public void register(Registration registration) throws RegisterException {
        Occasion occasion = registration.occasion();
        String order = occasion == null ? null : occasion.order();
        try {
            register(registration, order != null && desk.isClosed(order) ? null : order);
        } catch (BackupOffice.Refusal e) {
            if (e.isFence()) {
                throw new RegisterException.Fenced(e.code());
            }
            switch (e.code()) {
                case BackupOffice.Refusal.CONFLICT, BackupOffice.Refusal.UNKNOWN_OBJECT ->
                    throw new RegisterException.Conflict(e.code());
                default -> throw new RegisterException.Unavailable(e.code() + ": " + e.getMessage());
            }
        } catch (IOException e) {
            throw new RegisterException.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** The same commit counts without an order that nobody waits for any more. */
    private void register(Registration registration, @Nullable String wanted) throws IOException {
        CommitAnswer answer;
        String order = wanted;
        if (order != null && !finalCommit.asking(order, ref(registration.commit()))) {
            desk.close(order);
            order = null;
        }
        try {
            answer = office.commit(request(registration, order));
        } catch (BackupOffice.Refusal e) {
            if (order != null && isDecided(e)) {
                finalCommit.refused();
            }
            if (order == null || !e.code().equals(BackupOffice.Refusal.ORDER_CLOSED)) {
                throw e;
            }
            desk.close(order);
            answer = office.commit(request(registration, null));
        }
        desk.version(answer.ordersVersion());
    }

    /** Whether it is the platform's own word that the commit does not count: a proxy on the way says other things. */
    private static boolean isDecided(BackupOffice.Refusal e) {
        return switch (e.code()) {
            case BackupOffice.Refusal.ORDER_CLOSED,
                    BackupOffice.Refusal.CONFLICT,
                    BackupOffice.Refusal.UNKNOWN_OBJECT -> true;
            default -> false;
        };
    }

    private CommitRequest request(Registration it, @Nullable String order) {
        Occasion occasion = it.occasion();
        long frozenAgo = occasion == null ? 0 : Math.max(0, nanoTime.getAsLong() - occasion.frozenNanos());
        return new CommitRequest(
                office.epoch(),
                it.commit().seq(),
                it.commit().hash().hex(),
                it.size(),
                it.parent() == null ? null : ref(it.parent()),
                TimeUnit.NANOSECONDS.toMillis(frozenAgo),
                it.packs(),
                it.tree(),
                it.complete(),
                it.files(),
                it.bytes(),
                it.bytesNew(),
                order);
    }

    private static CommitRef ref(cloud.dumont.agent.tree.CommitRef ref) {
        return new CommitRef(ref.epoch(), ref.seq(), ref.hash().hex());
    }
}
