package cloud.dumont.agent.history;

import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.tree.CommitRecord;
import org.jspecify.annotations.Nullable;

/** A commit that is whole and only needs to be stored, then registered. */
record SealedCommit(
        LoadedCommit commit,
        Body body,
        long packBytes,
        @Nullable Occasion occasion) {
    Registration registration() {
        CommitRecord record = commit.record();
        return new Registration(
                commit.ref(),
                record.parent(),
                commit.size(),
                record.packs(),
                record.pages() != null,
                record.complete(),
                record.files(),
                record.bytes(),
                commit.size() + packBytes,
                occasion);
    }
}
