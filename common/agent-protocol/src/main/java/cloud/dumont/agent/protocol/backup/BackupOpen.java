package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;

/** Asks for {@link BackupOpened}. */
public record BackupOpen(Epoch epoch) {}
