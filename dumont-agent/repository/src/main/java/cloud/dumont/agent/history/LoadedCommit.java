package cloud.dumont.agent.history;

import cloud.dumont.agent.tree.CommitRecord;
import cloud.dumont.agent.tree.CommitRef;
import org.jspecify.annotations.Nullable;

/** A commit as it was read. @param size of its object */
record LoadedCommit(
        CommitRef ref,
        CommitRecord record,
        long size,
        @Nullable WriterNote note) {}
