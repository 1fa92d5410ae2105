package cloud.dumont.instances.backup.store.vault;

import cloud.dumont.agent.protocol.backup.CommitRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an epoch begins. @param sealed the commit it builds on, null: nothing was saved before */
public record Fence(long epoch, @Nullable CommitRef sealed, Instant time) {}
