package cloud.dumont.restore.history;

import cloud.dumont.restore.record.CommitRecord;

/** A commit with all it says. */
public record LoadedCommit(Commit commit, CommitRecord record) {}
