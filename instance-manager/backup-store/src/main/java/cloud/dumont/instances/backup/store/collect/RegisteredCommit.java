package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.agent.protocol.backup.CommitRef;
import org.jspecify.annotations.Nullable;

/**
 * A commit that counts and whose object has not been collected.
 *
 * @param parent null for the first
 * @param tree whether it carries one
 * @param kept it has not expired, or a restore or a verification is reading it
 */
public record RegisteredCommit(CommitRef ref, @Nullable CommitRef parent, boolean tree, boolean kept) {}
