package cloud.dumont.agent.protocol.backup;

import java.time.Instant;

/** The commit counts. @param ordersVersion changes whenever {@link BackupOrders} do */
public record CommitAnswer(long seq, Instant committedAt, long ordersVersion) {}
